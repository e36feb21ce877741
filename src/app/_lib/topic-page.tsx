import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { TopicPage } from "@/features/feed/components/TopicPage";
import { getTopicFeed } from "@/features/feed/queries-topic";
import { parseNameSegment, type Topic } from "@/features/feed/topic";
import { viewTitle } from "@/features/feed/view";
import { listAlternates } from "./list-page";
import { orNotFound } from "./or-not-found";
import { parsePageParam } from "./search-params";

type Props = {
  params: Promise<{ name: string }>;
  searchParams: Promise<{ p?: string | string[] }>;
};

/** Redirects if the name is another name of an existing topic. */
type RedirectToTopic = (name: string) => Promise<void>;

/** Creates the pages of one kind of topic. `redirectToTopic` is called with a name that has no papers. */
export function createTopicPage(kind: Topic["kind"], redirectToTopic?: RedirectToTopic) {
  /** Cached, because metadata and page need the same feed. */
  const readFeed = cache(async (name: string, page: number) =>
    orNotFound(
      getTopicFeed({ kind, name }, page).catch(async (error) => {
        if (page === 0) await redirectToTopic?.(name);
        throw error;
      }),
    ),
  );

  async function readFeedOfRequest({ params, searchParams }: Props) {
    const name = parseNameSegment((await params).name) ?? notFound();
    return readFeed(name, (await parsePageParam(searchParams)) ?? notFound());
  }

  return {
    async generateMetadata(props: Props): Promise<Metadata> {
      const { view, page, label } = await readFeedOfRequest(props);
      const alternates = listAlternates(view);
      return {
        title: viewTitle(view),
        description: `Research papers: ${label}, newest first.`,
        alternates: page
          ? { ...alternates, canonical: `${alternates.canonical}?p=${page}` }
          : alternates,
      };
    },
    async Page(props: Props) {
      return <TopicPage feed={await readFeedOfRequest(props)} />;
    },
  };
}
