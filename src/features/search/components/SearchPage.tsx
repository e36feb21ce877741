import { Pager } from "@/features/feed/components/Pager";
import { PaperCard } from "@/features/feed/components/PaperCard";
import { SampleNote } from "@/features/feed/components/SampleNote";
import { viewAddress } from "@/features/feed/view";
import { truncate } from "@/lib/text";
import { withSort } from "../facets";
import { type SearchResult, SORTS, type Sort } from "../schema";
import { Facets } from "./Facets";
import { HighlightedTitle, Segments } from "./Highlighted";
import { NothingFound } from "./NothingFound";
import { SearchBox } from "./SearchBox";

const LONGEST_SHOWN = 120;

/** What a search found, as a whole page. */
export function SearchPage({ result }: { result: SearchResult }) {
  const { query, papers, page, pages } = result;
  return (
    <>
      <h1 className="pt-8 font-semibold text-3xl tracking-tight sm:pt-12">Search</h1>
      <div className="mt-4">
        <SearchBox query={truncate(query, 1000)} large />
      </div>
      <Reading result={result} />
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
                marked={{
                  title: <HighlightedTitle source={paper.title} wanted={result.searchTerms} />,
                  summary: <Segments stretches={paper.excerpt} />,
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

/** How the query was understood, where that is not as it stands. */
function Reading({
  result: { query, corrected, suggestions: near, papers, notes },
}: {
  result: SearchResult;
}) {
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
            {truncate(corrected, LONGEST_SHOWN)}
          </a>
          . Search instead for{" "}
          <a href={viewAddress({ kind: "search", query: literal })} className="quiet-link">
            {truncate(literal, LONGEST_SHOWN)}
          </a>
        </p>
      )}
      {!corrected && papers.length > 0 && near[0] && (
        <p>
          Did you mean{" "}
          <a
            href={viewAddress({ kind: "search", query: near[0] })}
            className="quiet-link font-semibold"
          >
            {near[0]}
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

function Head({ result: { query, corrected, found, sort } }: { result: SearchResult }) {
  const count = found.count.toLocaleString("en");
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-1 border-line border-b py-4">
      <h2 className="mr-auto font-sans text-soft text-sm">
        {found.more ? "More than " : ""}
        {found.count === 1 ? "1 paper" : `${count} papers`}
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
        <a href="#narrow" className="py-2 text-soft hover:text-ink lg:hidden">
          Narrow down
        </a>
      </nav>
    </div>
  );
}
