import { Fragment, type ReactNode } from "react";
import { Markup } from "@/components/Markup";
import { highlight } from "@/features/search/highlight/highlight";
import type { SearchTerms, Segment } from "@/features/search/schema";

/** Text with what was searched for marked. */
export function Segments({ stretches }: { stretches: Segment[] }): ReactNode {
  return stretches.map(({ text, highlighted: marked }, index) =>
    marked ? (
      <mark key={index} className="rounded-xs bg-accent-ground text-ink">
        {text}
      </mark>
    ) : (
      <Fragment key={index}>{text}</Fragment>
    ),
  );
}

/** A title with its formulas; what was searched for is marked in its words. */
export function HighlightedTitle({
  source,
  wanted,
}: {
  source: string;
  wanted: SearchTerms;
}): ReactNode {
  return (
    <Markup source={source} text={(text) => <Segments stretches={highlight(text, wanted)} />} />
  );
}
