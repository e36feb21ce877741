import { viewAddress } from "@/features/feed/view";
import { truncate } from "@/lib/text";
import type { SearchResult } from "../schema";

const EXAMPLES = [
  ["diffusion models", "both words, anywhere"],
  ['"chain of thought"', "these words in a row"],
  ["attention -vision", "without a word"],
  ['author:"Ada Lovelace"', "an author; also title: org: by: (who submitted it)"],
  ["cat:cs.CL", "a category, or all of cs"],
  ["has:code after:2024 before:2026-03", "with code, in a span of time"],
  ["agents sort:top", "most upvoted first; also new, trending, relevance"],
];

/** Says that nothing was found, what is near, and how to ask. */
export function NothingFound({ result: { query, suggestions: near } }: { result: SearchResult }) {
  return (
    <div className="max-w-2xl py-10">
      <h2 className="break-words font-semibold text-2xl">
        No paper matches “{truncate(query, 120)}”
      </h2>
      {near.length > 0 ? (
        <p className="mt-3">
          Near words:{" "}
          {near.map((one, at) => (
            <span key={one}>
              {at > 0 && ", "}
              <a href={viewAddress({ kind: "search", query: one })} className="quiet-link">
                {one}
              </a>
            </span>
          ))}
        </p>
      ) : (
        <p className="mt-3 text-soft">
          Fewer or more general words find more: every word must stand in the paper.
        </p>
      )}
      <h3 className="mt-8 font-semibold text-lg">How to search</h3>
      <dl className="mt-3 grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[auto_1fr]">
        {EXAMPLES.map(([example = "", meaning]) => (
          <div key={example} className="contents">
            <dt>
              <a
                href={viewAddress({ kind: "search", query: example })}
                className="quiet-link font-mono"
              >
                {example}
              </a>
            </dt>
            <dd className="text-soft max-sm:mb-2">{meaning}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
