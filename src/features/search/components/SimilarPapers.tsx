import { LocalDate } from "@/components/LocalDate";
import { Markup } from "@/components/Markup";
import type { FeedPaper } from "@/features/feed/schema";
import { formatByline } from "@/features/papers/text";
import { formatShortDay, toUtcDay } from "@/lib/day";
import { plural } from "@/lib/plural";

/** The papers most similar to one, at the end of its page. */
export function SimilarPapers({ papers }: { papers: FeedPaper[] }) {
  if (papers.length === 0) return null;
  return (
    <section className="mt-12 border-line border-t pt-6">
      <h2 className="font-semibold text-xl">Similar papers</h2>
      <ul>
        {papers.map((paper) => (
          <li key={paper.id} className="border-line border-b py-4 last:border-0">
            <h3 className="break-words font-semibold leading-snug">
              <a href={`/papers/${paper.id}`} className="hover:text-accent">
                <Markup source={paper.title} />
              </a>
            </h3>
            <p className="mt-1 flex flex-wrap gap-x-4 text-soft text-sm">
              <span className="min-w-0 break-words">{formatByline(paper)}</span>
              <LocalDate
                instant={paper.publishedAt.toISOString()}
                text={formatShortDay(toUtcDay(paper.publishedAt))}
              />
              <span className="tabular-nums">{plural(paper.upvotes, "upvote")}</span>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
