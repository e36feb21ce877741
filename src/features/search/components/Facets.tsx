import { viewAddress } from "@/features/feed/view";
import type { Facet, SearchResult } from "../schema";

/** Links that filter the hits by year, category or organization. */
export function Facets({ result: { facets, matches } }: { result: SearchResult }) {
  return (
    <aside id="filter" aria-label="Filter" className="pt-8 text-sm lg:pt-4">
      <Group name="Year" facets={facets.years} />
      <Group name="Category" facets={facets.categories} />
      <Group name="Organization" facets={facets.organizations} />
      {matches.more && (
        <p className="mt-4 text-soft">
          Counts cover the top {matches.count.toLocaleString("en")} matches.
        </p>
      )}
    </aside>
  );
}

function Group({ name, facets }: { name: string; facets: Facet[] }) {
  if (facets.length === 0) return null;
  return (
    <section className="mb-6">
      <h2 className="mb-1 font-sans font-semibold">{name}</h2>
      <ul className="flex flex-wrap gap-x-5 lg:block">
        {facets.map(({ value, label, count, query }) => (
          <li key={value}>
            <a
              href={viewAddress({ kind: "search", query })}
              rel="nofollow"
              className="flex gap-2 py-1.5 text-soft hover:text-ink"
            >
              <span className="min-w-0 flex-1 break-words">{label}</span>
              <span className="tabular-nums">{count.toLocaleString("en")}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
