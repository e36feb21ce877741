import { LRUCache } from "lru-cache";
import { env } from "@/env";
import { personalizeEmail } from "@/features/digest/email/personalize";
import { type RenderedEmail, renderSelection } from "@/features/digest/email/render";
import { getSelection } from "@/features/digest/issue/queries";
import type { Selection } from "@/features/digest/schema";
import type { Mail } from "@/lib/mailer";
import type { Claim } from "./mutations";

/** How many rendered selections are kept: most subscribers share one. */
const MAX_RENDERED = 50;

type Rendered = { selection: Selection; mail: RenderedEmail };

/** Writes readers' mails. Each selection is rendered once as long as it is in use. */
export function mailWriter(): (claim: Claim) => Promise<Mail> {
  const kept = new LRUCache<string, Promise<Rendered>>({ max: MAX_RENDERED });
  return async (claim) => {
    const { selectionId } = claim;
    const rendered = kept.get(selectionId) ?? render(selectionId);
    kept.set(selectionId, rendered);
    const { selection, mail } = await rendered;
    return personalizeEmail(mail, {
      ...claim,
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
