import { env } from "@/env";
import { log } from "@/lib/log";
import type { Mailer } from "@/lib/mailer";
import { addressMail } from "./address-mail";
import { renderSelection } from "./email";
import { claimDelivery, settleFailed, settleSent, skipUnsubscribed } from "./mutations-delivery";
import type { Selection } from "./schema";

/** As many as the mailer's pool has connections. */
const SENDERS = 5;

/** nodemailer's word for an answer in the 500s: the same mail would be refused again. */
const isFinal = (error: unknown) =>
  typeof error === "object" && error !== null && "permanent" in error && error.permanent === true;

/**
 * Whether no server was reached at all. nodemailer calls a refused connection and one that was lost
 * after the final dot by the same code; the system's own words, or a missing greeting, tell them
 * apart. What is none of these may have been delivered and uses a try up.
 */
const isUnreached = (error: unknown) =>
  error instanceof Error &&
  /ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|Greeting never received/.test(
    error.message,
  );

/** How many went out, will be tried again by the next run, and never will. */
export type SendCount = { sent: number; failed: number; givenUp: number };

/**
 * Sends what an issue still owes, each to its reader once, and answers what became of it.
 * Any number of processes may do so at once: a delivery is claimed before it is sent, and its row
 * says `sent` right after the server's answer.
 */
export async function sendIssue(
  issue: Selection,
  { mailer, now, stopping }: { mailer: Mailer; now: () => Date; stopping: () => boolean },
): Promise<SendCount> {
  const runStartedAt = now();
  const { siteName, siteUrl } = env();
  const rendered = await renderSelection(issue, { name: siteName, url: siteUrl });
  const count = { sent: 0, failed: 0, givenUp: 0 };

  const sender = async () => {
    while (!stopping()) {
      const claim = await claimDelivery(issue.issueId, { runStartedAt, now: now() });
      if (!claim) return;
      let answer: string;
      try {
        answer = await mailer.send(addressMail(rendered, { ...issue, ...claim }));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const told = { final: isFinal(error), unreached: isUnreached(error) };
        const outcome = { answer: reason, now: now(), ...told };
        const again = await settleFailed(issue.issueId, claim.subscriptionId, outcome);
        log.warn("a digest mail was not taken", { issue: issue.edition, answer: reason });
        count[again ? "failed" : "givenUp"] += 1;
        continue;
      }
      // Should this fail, the row stays in doubt, as it does where a sender dies.
      await settleSent(issue.issueId, claim.subscriptionId, { answer, now: now() });
      count.sent += 1;
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  await skipUnsubscribed(issue.issueId, now());
  return count;
}
