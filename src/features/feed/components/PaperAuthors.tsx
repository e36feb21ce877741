import { Fragment } from "react";
import type { PaperDetail } from "@/features/papers/queries";
import { formatAuthorCount } from "@/features/papers/text";
import { TopicLink } from "./TopicLink";

const MAX_SHOWN = 20;
/** With thousands of links a page would have half a megabyte: all further names are plain text. */
const MAX_LINKED = 200;

/** The first twenty authors; a click shows the others, of which some papers have thousands. */
export function PaperAuthors({ authors }: { authors: PaperDetail["authors"] }) {
  // Some authors asked the source to hide their names.
  const names = authors.filter(({ hidden }) => !hidden).map(({ name }) => name);
  if (names.length === 0) return null;
  const rest = names.length - MAX_SHOWN;
  return (
    <div className="mt-4 break-words leading-relaxed">
      <span className="sr-only">Authors: </span>
      <Names names={names.slice(0, MAX_SHOWN)} />
      {rest > 0 && (
        <details>
          <summary className="py-1 text-soft text-sm hover:text-ink">
            Show all {formatAuthorCount(names.length)}
          </summary>
          <p>
            <Names names={names.slice(MAX_SHOWN, MAX_LINKED)} />
            {names.length > MAX_LINKED && `, ${names.slice(MAX_LINKED).join(", ")}`}
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
