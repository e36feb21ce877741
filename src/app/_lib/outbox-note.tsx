import { env } from "@/env";

/** A site without a mail server says where its mails go, or its first user waits in vain. */
export function OutboxNote() {
  if (env().smtpUrl) return null;
  return (
    <p className="rounded-lg bg-raised px-4 py-3 text-sm">
      This site has no mail server yet: mails are written as files into its outbox folder (
      <code>OUTBOX</code>, by default <code>data/outbox</code>). Open the newest one there.
    </p>
  );
}
