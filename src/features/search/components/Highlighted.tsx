import { Fragment, type ReactNode } from "react";
import { Markup } from "@/components/Markup";
import { mark, type Wanted } from "@/features/search/highlight/highlight";
import type { Stretch } from "@/features/search/schema";

/** Text with what was searched for marked. */
export function Stretches({ stretches }: { stretches: Stretch[] }): ReactNode {
  return stretches.map(({ text, marked }, index) =>
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
export function MarkedTitle({ source, wanted }: { source: string; wanted: Wanted }): ReactNode {
  return <Markup source={source} text={(text) => <Stretches stretches={mark(text, wanted)} />} />;
}
