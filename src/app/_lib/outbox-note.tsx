import { env } from "@/env";

/** On a site without a mail server, explains where to find the email that the visitor waits for. */
export function OutboxNote() {
  if (env().smtpUrl) return null;
  return (
    <p className="rounded-lg bg-raised px-4 py-3 text-sm">
      This site has no mail server yet. It writes emails as files into its outbox folder (
      <code>OUTBOX</code>, by default <code>data/outbox</code>). Open the newest file there.
    </p>
  );
}
