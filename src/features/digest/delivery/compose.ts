import { LRUCache } from "lru-cache";
import { env } from "@/env";
import { personalizeEmail } from "@/features/digest/email/personalize";
import { type RenderedEmail, renderSelection } from "@/features/digest/email/render";
import { getSelection } from "@/features/digest/issue/queries";
import type { Selection } from "@/features/digest/schema";
import type { Email } from "@/lib/mailer";
import type { Claim } from "./mutations";

type Recipient = Pick<Claim, "issueId" | "subscriptionId" | "selectionId" | "email" | "date">;

/** How many rendered selections are kept: most subscribers share one. */
const MAX_RENDERED = 50;

type Rendered = { selection: Selection; mail: RenderedEmail };

/** Writes readers' mails. Each selection is rendered once as long as it is in use. */
export function createComposer(): (recipient: Recipient) => Promise<Email> {
  const kept = new LRUCache<string, Promise<Rendered>>({ max: MAX_RENDERED });
  return async (recipient) => {
    const { selectionId } = recipient;
    const rendered = kept.get(selectionId) ?? render(selectionId);
    kept.set(selectionId, rendered);
    const { selection, mail } = await rendered;
    return personalizeEmail(mail, {
      ...recipient,
      rhythm: selection.rhythm,
      frozenAt: selection.until,
    });
  };
}

async function render(selectionId: string): Promise<Rendered> {
  const { siteName: name, siteUrl: url } = env();
  const selection = await getSelection(selectionId);
  return { selection, mail: await renderSelection(selection, { name, url }) };
}
