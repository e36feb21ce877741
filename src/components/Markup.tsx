import { Fragment, type ReactNode } from "react";
import { type MarkupToken, parseMarkup } from "@/lib/markup/markup";

type Props = {
  source: string;
  /** Renders a piece of plain text. By default an empty line becomes two line breaks. */
  text?: (text: string) => ReactNode;
};

/** A title or an abstract with its formulas, as inline content: the caller provides the paragraph. */
export function Markup({ source, text = withLineBreaks }: Props) {
  return parseMarkup(source).map((token, index) => {
    const content =
      token.kind === "formula" ? <Formula mathml={token.mathml} /> : styleText(token, text);
    return <Fragment key={index}>{content}</Fragment>;
  });
}

function Formula({ mathml }: { mathml: string }) {
  // Safe: only KaTeX writes this. It escapes the source, and with its `trust` option off, a formula
  // can't contain a link, an image or HTML.
  return <span dangerouslySetInnerHTML={{ __html: mathml }} />;
}

function styleText(
  { text, style }: Extract<MarkupToken, { kind: "text" }>,
  render: (text: string) => ReactNode,
): ReactNode {
  const content = render(text);
  if (style === "italic") return <i>{content}</i>;
  if (style === "bold") return <b>{content}</b>;
  if (style === "code") return <code>{content}</code>;
  return content;
}

function withLineBreaks(text: string): ReactNode {
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
