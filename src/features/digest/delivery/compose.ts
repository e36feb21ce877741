import { LRUCache } from "lru-cache";
import { env } from "@/env";
import { personalizeEmail } from "@/features/digest/email/personalize";
import { type RenderedEmail, renderSelection } from "@/features/digest/email/render";
import { getSelection } from "@/features/digest/issue/queries";
import type { Selection } from "@/features/digest/schema";
import type { Email } from "@/lib/email/mailer";
import type { Claim } from "./mutations";

/** Most subscribers share one selection; the others have one each, which is used once. */
const MAX_RENDERED_SELECTIONS = 50;

type RenderedSelection = { selection: Selection; rendered: RenderedEmail };

export type Composer = (
  claim: Pick<Claim, "issueId" | "subscriptionId" | "selectionId" | "email" | "date">,
) => Promise<Email>;

/** Creates a function that composes the email of a delivery. It renders a selection once for all its emails. */
export function createComposer(): Composer {
  const cache = new LRUCache<string, Promise<RenderedSelection>>({ max: MAX_RENDERED_SELECTIONS });
  return async (claim) => {
    const { selectionId } = claim;
    const cached = cache.get(selectionId) ?? loadAndRender(selectionId);
    cache.set(selectionId, cached);
    const { selection, rendered } = await cached;
    return personalizeEmail(rendered, {
      ...claim,
      rhythm: selection.rhythm,
      frozenAt: selection.until,
    });
  };
}

async function loadAndRender(selectionId: string): Promise<RenderedSelection> {
  const { siteName: name, siteUrl: url } = env();
  const selection = await getSelection(selectionId);
  return { selection, rendered: await renderSelection(selection, { name, url }) };
}
