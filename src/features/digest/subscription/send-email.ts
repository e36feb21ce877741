import { env } from "@/env";
import { toUtcDay } from "@/lib/day";
import { log } from "@/lib/log";
import { openMailer } from "@/lib/mailer";
import {
  alreadyLetter,
  confirmLetter,
  type Letter,
  linkLetter,
  newAddressLetter,
  oldAddressLetter,
} from "./emails";
import { forgetRequest, requestSubscription } from "./mutations";
import type { AskedChange } from "./mutations-address";
import { forgetLink, takeLink } from "./mutations-preferences";
import { findReader } from "./queries";
import { readerToken } from "./tokens";

async function mailLetter(email: string, { subject, text }: Letter): Promise<void> {
  const mailer = openMailer();
  try {
    const headers = { "Auto-Submitted": "auto-generated" };
    await mailer.send({ to: { name: "", address: email }, subject, text, headers });
  } finally {
    mailer.close();
  }
}

/** Does what comes after the answer: its caller hears nothing of how it went, the log does. */
async function quietly(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.error(what, { reason: String(error) });
  }
}

const linkFor = (reader: { id: string; email: string }, now: Date) =>
  readerToken(reader, toUtcDay(now), env().secret);

/** Whether a mail certainly never left: refused for now, or no server was there. */
const neverLeft = (error: unknown) =>
  error instanceof Error &&
  (("responseCode" in error && Number(error.responseCode) < 500) ||
    /ECONNREFUSED|ENOTFOUND|EAI_AGAIN/.test(error.message));

/** Mails what at most one a day is mailed of; where it certainly never left, it can be asked for anew. */
async function mailOnce(email: string, letter: Letter, forget: () => Promise<void>): Promise<void> {
  try {
    await mailLetter(email, letter);
  } catch (error) {
    if (neverLeft(error)) await forget();
    throw error;
  }
}

/**
 * Mails the link that confirms a subscription, or to one that is subscribed the link to its choices,
 * where one is due. Says nothing to its caller: the page's answer is the same for every address.
 */
export function mailConfirmation(
  email: string,
  { timeZone = env().digest.timeZone, now }: { timeZone?: string; now: Date },
): Promise<void> {
  return quietly("a confirmation was not mailed", async () => {
    const asked = await requestSubscription(email, { timeZone, now });
    if (asked?.kind === "already") {
      const letter = alreadyLetter(linkFor({ id: asked.id, email }, now));
      await mailOnce(email, letter, () => forgetLink(asked.id));
    }
    if (asked?.kind === "confirm") {
      await mailOnce(email, confirmLetter(asked.token), () => forgetRequest(asked.token));
    }
  });
}

/** Mails a reader a fresh link to their choices, at most one a day. */
export function mailFreshLink(id: string, now: Date): Promise<void> {
  return quietly("a link was not mailed", async () => {
    const reader = await findReader(id);
    if (!reader || !(await takeLink(id, now))) return;
    await mailOnce(reader.email, linkLetter(linkFor(reader, now)), () => forgetLink(id));
  });
}

/** Mails each of the two addresses of a change its own link. */
export async function mailAddressChange({ from, to }: AskedChange): Promise<void> {
  const what = "a change of address was not mailed";
  await quietly(what, () => mailLetter(from.email, oldAddressLetter(from.token, to.email)));
  await quietly(what, () => mailLetter(to.email, newAddressLetter(to.token)));
}
