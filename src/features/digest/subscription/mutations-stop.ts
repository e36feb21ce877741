import { db, type TransactionClient } from "@/db/client";
import type { StopCause } from "@/db/generated/enums";
import { toOneLine, truncate } from "@/lib/text";

export type Stop = {
  cause: StopCause;
  /** What the mail server or the bounce said */
  answer: string;
  now: Date;
};

/**
 * Mails a reader no more, until they or the admin undo it. Only an active one is stopped: who
 * has left or was forgotten stays so. False: it was none. One statement, by primary key; idempotent.
 * Inside a transaction give its client.
 */
export async function stopSubscription(
  id: string,
  { cause, answer, now }: Stop,
  client: TransactionClient = db(),
): Promise<boolean> {
  const stopAnswer = truncate(toOneLine(answer), 500);
  const { count } = await client.subscription.updateMany({
    where: { id, state: "active" },
    data: { state: "stopped", stoppedAt: now, stoppedBy: cause, stopAnswer },
  });
  return count === 1;
}
