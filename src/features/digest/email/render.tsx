import { render } from "@react-email/render";
import type { Selection } from "@/features/digest/schema";
import { buildContent, type EmailContent, LENGTH_LIMITS, type Site } from "./content";
import { DigestEmail } from "./DigestEmail";
import { parseTemplate, type Template } from "./placeholders";
import { renderPlainText } from "./plain-text";

export { formatSubject as digestSubject } from "./subject";
export type { Site };

/** A selection as a mail, with slots for each reader's links. */
export type RenderedEmail = { subject: string; html: Template; text: Template };

/** 90 kB of HTML and of text: beyond about 100 mail programs hide the rest, the way out with it. The links come on top. */
const MOST_BYTES = 88_000;

const fits = (text: string) => Buffer.byteLength(text) <= MOST_BYTES;

async function renderContent(content: EmailContent) {
  return { html: await render(<DigestEmail content={content} />), text: renderPlainText(content) };
}

/**
 * A selection as a mail of at most 90 kB in each part, whatever its papers hold. Pure: the same
 * selection, the same bytes. Once per selection: `addressMail` makes each reader's of it.
 */
export async function renderSelection(selection: Selection, site: Site): Promise<RenderedEmail> {
  let mail = { html: "", text: "" };
  for (const limits of LENGTH_LIMITS) {
    mail = await renderContent(buildContent(selection, site, limits));
    if (fits(mail.html) && fits(mail.text)) break;
  }
  return {
    subject: selection.subject,
    html: parseTemplate(mail.html),
    text: parseTemplate(mail.text),
  };
}
