import { Fragment, type ReactNode } from "react";
import { type MarkupToken, parseMarkup } from "@/lib/markup/markup";

type Props = {
  source: string;
  /** How stretches of plain text are shown; as they are unless told */
  text?: (text: string) => ReactNode;
};

/** A title or an abstract with its formulas, inline: paragraphs are for the caller to make. */
export function Markup({ source, text = withBreaks }: Props) {
  return parseMarkup(source).map((token, index) => {
    const content =
      token.kind === "formula" ? <Formula mathml={token.mathml} /> : styled(token, text);
    return <Fragment key={index}>{content}</Fragment>;
  });
}

function Formula({ mathml }: { mathml: string }) {
  // Safe: this is only ever what KaTeX itself wrote. It escapes what was typed, and with its
  // `trust` option off a formula can bring in no link, no image and no markup of its own.
  return <span dangerouslySetInnerHTML={{ __html: mathml }} />;
}

function styled(
  { text, style }: Extract<MarkupToken, { kind: "text" }>,
  show: (text: string) => ReactNode,
): ReactNode {
  const content = show(text);
  if (style === "italic") return <i>{content}</i>;
  if (style === "bold") return <b>{content}</b>;
  if (style === "code") return <code>{content}</code>;
  return content;
}

function withBreaks(text: string): ReactNode {
  const [first, ...rest] = text.split("\n\n");
  if (rest.length === 0) return first;
  return [
    first,
    ...rest.map((part, index) => (
      <Fragment key={index}>
        <br />
        <br />
        {part}
      </Fragment>
    )),
  ];
}
