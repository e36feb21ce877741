import { Fragment } from "react";
import type { PaperDetail } from "@/features/papers/queries";
import { formatAuthorCount } from "@/features/papers/text";
import { TopicLink } from "./TopicLink";

const SHOWN = 20;
/** Thousands of links would make some pages half a megabyte; the names beyond are plain. */
const LINKED = 200;

/** The first twenty, and the rest on demand: some papers have thousands. */
export function PaperAuthors({ authors }: { authors: PaperDetail["authors"] }) {
  // Hidden at the source by those who asked for it.
  const names = authors.filter(({ hidden }) => !hidden).map(({ name }) => name);
  if (names.length === 0) return null;
  const rest = names.length - SHOWN;
  return (
    <div className="mt-4 break-words leading-relaxed">
      <span className="sr-only">Authors: </span>
      <Names names={names.slice(0, SHOWN)} />
      {rest > 0 && (
        <details>
          <summary className="py-1 text-soft text-sm hover:text-ink">
            and {rest.toLocaleString("en")} more of {formatAuthorCount(names.length)}
          </summary>
          <p>
            <Names names={names.slice(SHOWN, LINKED)} />
            {names.length > LINKED && `, ${names.slice(LINKED).join(", ")}`}
          </p>
        </details>
      )}
    </div>
  );
}

function Names({ names }: { names: string[] }) {
  return names.map((name, index) => (
    <Fragment key={index}>
      {index > 0 && ", "}
      <TopicLink kind="author" name={name}>
        {name}
      </TopicLink>
    </Fragment>
  ));
}
