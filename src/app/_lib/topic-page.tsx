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

/** Where the page of an existing topic lies that is known by another name: it leads there. */
type Lead = (name: string) => Promise<void>;

/** The pages of one kind of topic. `lead` is asked where there is none of that name. */
export function topicPage(kind: Topic["kind"], lead?: Lead) {
  /** Head and page ask for the same papers: one read. */
  const feedOf = cache(async (name: string, page: number) =>
    orNotFound(
      getTopicFeed({ kind, name }, page).catch(async (error) => {
        if (page === 0) await lead?.(name);
        throw error;
      }),
    ),
  );

  async function feedOfAddress({ params, searchParams }: Props) {
    const name = parseNameSegment((await params).name) ?? notFound();
    return feedOf(name, (await parsePageParam(searchParams)) ?? notFound());
  }

  return {
    async generateMetadata(props: Props): Promise<Metadata> {
      const { view, page, label } = await feedOfAddress(props);
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
      const feed = await feedOfAddress(props);
      return <TopicPage feed={feed} topic={feed.topic} />;
    },
  };
}
