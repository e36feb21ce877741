import { Fragment, type ReactNode } from "react";
import { Markup } from "@/components/Markup";
import { highlight } from "@/features/search/highlight/highlight";
import type { SearchTerms, Segment } from "@/features/search/schema";

/** A text with its matches highlighted. */
export function Segments({ segments }: { segments: Segment[] }): ReactNode {
  return segments.map(({ text, highlighted }, index) =>
    highlighted ? (
      <mark key={index} className="rounded-xs bg-accent-ground text-ink">
        {text}
      </mark>
    ) : (
      <Fragment key={index}>{text}</Fragment>
    ),
  );
}

type TitleProps = { source: string; searchTerms: SearchTerms };

/** A title with its formulas; matches are highlighted in its words only. */
export function HighlightedTitle({ source, searchTerms }: TitleProps): ReactNode {
  return (
    <Markup source={source} text={(text) => <Segments segments={highlight(text, searchTerms)} />} />
  );
}
