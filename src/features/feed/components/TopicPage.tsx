import { plural } from "@/lib/plural";
import type { TopicFeed } from "../queries-topic";
import { PAGE_SIZE } from "../schema";
import { topicHeading } from "../topic";
import { CountChart } from "./CountChart";
import { FeedAndExportLinks } from "./FeedAndExportLinks";
import { Pager } from "./Pager";
import { PaperCard } from "./PaperCard";
import { SampleNote } from "./SampleNote";

/** The papers of an author, organization, category or submitter, with a chart of their number over time. */
export function TopicPage({ feed }: { feed: TopicFeed }) {
  const { topic, label, counts, total, page, pages } = feed;
  const submitted = topic.kind === "submitter";
  const reachable = pages * PAGE_SIZE;
  return (
    <>
      <div className="pt-8 pb-3 sm:pt-12">
        <p className="text-sm text-soft">{topicHeading(topic.kind)}</p>
        <h1 className="mt-1 break-words font-semibold text-3xl tracking-tight sm:text-4xl">
          {label}
        </h1>
        <p className="mt-2 text-soft text-sm">
          {plural(total, "paper")}
          {total > 1 && (submitted ? ", most recent first" : ", newest first")}
          {topic.kind === "author" && ". May include papers by other people with this name."}
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
      {feed.sample && <SampleNote />}
      <h2 className="sr-only">Papers</h2>
      <div className="border-line border-t">
        {feed.papers.map((paper) => (
          <PaperCard key={paper.id} paper={paper} />
        ))}
      </div>
      {page + 1 === pages && total > reachable && (
        <p className="pt-6 text-sm text-soft">To find older papers, use search.</p>
      )}
      <Pager page={page} pages={pages} />
      <FeedAndExportLinks feed={feed} />
    </>
  );
}
