import { render } from "@react-email/render";
import type { Selection } from "@/features/digest/schema";
import { buildContent, type EmailSite, LENGTH_LIMITS } from "./content";
import { DigestEmail } from "./DigestEmail";
import { parseTemplate, type Template } from "./placeholders";
import { renderPlainText } from "./plain-text";

/** A selection as an email, with placeholders for each subscriber's links. */
export type RenderedEmail = { subject: string; html: Template; text: Template };

/**
 * The maximum size of each part before the links are filled in; with them a part stays below 90 kB.
 * Gmail and others hide what is beyond about 100 kB, including the link to unsubscribe.
 */
const MAX_PART_BYTES = 88_000;

const fits = (text: string) => Buffer.byteLength(text) <= MAX_PART_BYTES;

/**
 * Renders a selection as an email of at most 90 kB in each part, however long its papers' texts are.
 * Pure: the same selection gives the same bytes. Call it once for each selection; `personalizeEmail`
 * makes each subscriber's email from the result.
 */
export async function renderSelection(
  selection: Selection,
  site: EmailSite,
): Promise<RenderedEmail> {
  let html = "";
  let text = "";
  for (const limits of LENGTH_LIMITS) {
    const content = buildContent(selection, site, limits);
    html = await render(<DigestEmail content={content} />);
    text = renderPlainText(content);
    if (fits(html) && fits(text)) break;
  }
  return {
    subject: selection.subject,
    html: parseTemplate(html),
    text: parseTemplate(text),
  };
}
