import type { ReactNode } from "react";
import type { TopicFeed } from "../queries-topic";
import { PAGE_SIZE } from "../schema";
import { type Topic, topicHeading } from "../topic";
import { CountChart } from "./CountChart";
import { FeedAndExportLinks } from "./FeedAndExportLinks";
import { Pager } from "./Pager";
import { PaperCard } from "./PaperCard";
import { SampleNote } from "./SampleNote";

type Props = {
  feed: TopicFeed;
  topic: Topic;
  /** Stands between head and papers */
  children?: ReactNode;
};

/** The papers of an author, an organisation, a category or a submitter, with their number over time. */
export function TopicPage({ feed, topic, children }: Props) {
  const { label, counts, total, page, pages } = feed;
  const submitted = topic.kind === "submitter";
  const reach = pages * PAGE_SIZE;
  return (
    <>
      <div className="pt-8 pb-3 sm:pt-12">
        <p className="text-sm text-soft">{topicHeading(topic.kind)}</p>
        <h1 className="mt-1 break-words font-semibold text-3xl tracking-tight sm:text-4xl">
          {label}
        </h1>
        <p className="mt-2 text-soft text-sm">
          {total === 1 ? "1 paper" : `${total.toLocaleString("en")} papers`}
          {total > 1 && (submitted ? ", submitted last first" : ", newest first")}
          {topic.kind === "author" && ". Papers by others of the same name stand here too."}
          {topic.kind === "category" && (
            <>
              {". "}
              <a href="/categories" className="quiet-link">
                All categories
              </a>
            </>
          )}
        </p>
      </div>
      <CountChart counts={counts} verb={submitted ? "submitted" : "published"} />
      {children}
      {feed.sample && <SampleNote />}
      <h2 className="sr-only">Papers</h2>
      <div className="border-line border-t">
        {feed.papers.map((paper) => (
          <PaperCard key={paper.id} paper={paper} />
        ))}
      </div>
      {page + 1 === pages && total > reach && (
        <p className="pt-6 text-sm text-soft">
          Older ones than the newest {reach.toLocaleString("en")} are found by search.
        </p>
      )}
      <Pager page={page} pages={pages} />
      <FeedAndExportLinks feed={feed} />
    </>
  );
}
