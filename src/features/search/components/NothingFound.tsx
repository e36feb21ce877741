import { viewAddress } from "@/features/feed/view";
import { truncate } from "@/lib/text/text";
import type { SearchResult } from "../schema";

const MAX_QUERY_LENGTH_SHOWN = 120;

const EXAMPLES = [
  ["diffusion models", "both words, anywhere in the paper"],
  ['"chain of thought"', "exact phrase"],
  ["attention -vision", "exclude a word"],
  ['author:"Ada Lovelace"', "an author; also title: org: by: (the submitter)"],
  ["cat:cs.CL", "a category, or all of cs"],
  ["has:code after:2024 before:2026-03", "with code, within dates"],
  ["agents sort:top", "most upvoted first; also new, trending, relevance"],
];

/** Explains an empty result: similar terms, and the syntax of queries. */
export function NothingFound({ result: { query, suggestions } }: { result: SearchResult }) {
  return (
    <div className="max-w-2xl py-10">
      <h2 className="break-words font-semibold text-2xl">
        No paper matches “{truncate(query, MAX_QUERY_LENGTH_SHOWN)}”
      </h2>
      {suggestions.length > 0 ? (
        <p className="mt-3">
          Similar terms:{" "}
          {suggestions.map((suggestion, index) => (
            <span key={suggestion}>
              {index > 0 && ", "}
              <a href={viewAddress({ kind: "search", query: suggestion })} className="quiet-link">
                {suggestion}
              </a>
            </span>
          ))}
        </p>
      ) : (
        <p className="mt-3 text-soft">
          Try fewer or more general words. Every word must appear in the paper.
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
