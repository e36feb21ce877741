import { Pager } from "@/features/feed/components/Pager";
import { PaperCard } from "@/features/feed/components/PaperCard";
import { SampleNote } from "@/features/feed/components/SampleNote";
import { viewAddress } from "@/features/feed/view";
import { plural } from "@/lib/plural";
import { truncate } from "@/lib/text/text";
import { withSort } from "../facets";
import { type SearchResult, SORTS, type Sort } from "../schema";
import { Facets } from "./Facets";
import { HighlightedTitle, Segments } from "./Highlighted";
import { NothingFound } from "./NothingFound";
import { SearchBox } from "./SearchBox";

/** Longer queries are cut when the page repeats them, and in the search box. */
const MAX_QUERY_LENGTH_SHOWN = 120;
const MAX_QUERY_LENGTH_IN_BOX = 1_000;

/** The page of a search: its box, notes on the query, hits and filters. */
export function SearchPage({ result }: { result: SearchResult }) {
  const { query, papers, page, pages } = result;
  return (
    <>
      <h1 className="pt-8 font-semibold text-3xl tracking-tight sm:pt-12">Search</h1>
      <div className="mt-4">
        <SearchBox query={truncate(query, MAX_QUERY_LENGTH_IN_BOX)} large />
      </div>
      <QueryNotes result={result} />
      {papers.length === 0 ? (
        <NothingFound result={result} />
      ) : (
        <div className="lg:grid lg:grid-cols-[minmax(0,1fr)_12rem] lg:gap-x-10">
          <div>
            <Head result={result} />
            {result.sample && <SampleNote />}
            {papers.map((paper) => (
              <PaperCard
                key={paper.id}
                paper={paper}
                highlighted={{
                  title: <HighlightedTitle source={paper.title} searchTerms={result.searchTerms} />,
                  summary: <Segments segments={paper.excerpt} />,
                }}
              />
            ))}
            <Pager page={page} pages={pages} query={query} />
          </div>
          <Facets result={result} />
        </div>
      )}
    </>
  );
}

/** Explains how the query was interpreted, if it wasn't taken literally. */
function QueryNotes({ result }: { result: SearchResult }) {
  const { query, corrected, papers, notes } = result;
  const [suggestion] = result.suggestions;
  const literal = `"${query.replaceAll('"', " ").trim()}"`;
  return (
    <div role="status" className="mt-4 space-y-1 text-sm empty:hidden">
      {corrected && (
        <p>
          Showing results for{" "}
          <a
            href={viewAddress({ kind: "search", query: corrected })}
            className="quiet-link font-semibold"
          >
            {truncate(corrected, MAX_QUERY_LENGTH_SHOWN)}
          </a>
          . Search instead for{" "}
          <a href={viewAddress({ kind: "search", query: literal })} className="quiet-link">
            {truncate(literal, MAX_QUERY_LENGTH_SHOWN)}
          </a>
        </p>
      )}
      {!corrected && papers.length > 0 && suggestion && (
        <p>
          Did you mean{" "}
          <a
            href={viewAddress({ kind: "search", query: suggestion })}
            className="quiet-link font-semibold"
          >
            {suggestion}
          </a>
          ?
        </p>
      )}
      {notes.map((note) => (
        <p key={note} className="text-soft">
          {note}
        </p>
      ))}
    </div>
  );
}

const SORT_NAMES: Record<Sort, string> = {
  relevance: "Best match",
  new: "Newest",
  top: "Most upvoted",
  trending: "Trending",
};

function Head({ result: { query, corrected, matches, sort } }: { result: SearchResult }) {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-1 border-line border-b py-4">
      <h2 className="mr-auto font-sans text-soft text-sm">
        {matches.more ? "More than " : ""}
        {plural(matches.count, "paper")}
      </h2>
      <nav aria-label="Order" className="flex flex-wrap gap-x-4 text-sm">
        {SORTS.map((one) => (
          <a
            key={one}
            href={viewAddress({ kind: "search", query: withSort(corrected ?? query, one) })}
            aria-current={one === sort ? "true" : undefined}
            className="py-2 text-soft hover:text-ink aria-[current]:font-medium aria-[current]:text-ink aria-[current]:underline aria-[current]:decoration-accent aria-[current]:decoration-2 aria-[current]:underline-offset-8"
          >
            {SORT_NAMES[one]}
          </a>
        ))}
        <a href="#filter" className="py-2 text-soft hover:text-ink lg:hidden">
          Filter
        </a>
      </nav>
    </div>
  );
}
