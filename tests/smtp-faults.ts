import type { Reaction, Script, Step } from "@tests/faulty-server";

/** What is expected of a delivery when the mail server has a fault. */
export type ExpectedDelivery = {
  /** After one attempt. For `uncertain` the policy determines the state in the row */
  state: "sent" | "deferred" | "bounced" | "uncertain";
  /** Whether the subscription is stopped */
  stopsSubscription?: true;
  /** Whether it counts towards the pause of all sending */
  isConnectionFailure?: true;
  /** Whether the server may have the email, so that the next attempt sends a copy */
  mayBeCopied?: true;
};

export type Fault = {
  name: string;
  script: Script;
  /** The beginning of SMTP_URL, if not smtp:// */
  protocol?: string;
  /** Whether no server is listening */
  isRefused?: true;
} & ExpectedDelivery;

const CONNECTION_FAILED: ExpectedDelivery = { state: "deferred", isConnectionFailure: true };
const UNCERTAIN: ExpectedDelivery = { state: "uncertain", isConnectionFailure: true };
const DEFERRED: ExpectedDelivery = { state: "deferred" };
const BOUNCED: ExpectedDelivery = { state: "bounced" };

const at = (
  step: Step,
  does: Reaction,
  promised: ExpectedDelivery,
  more: Partial<Fault> = {},
): Fault => {
  const name = `at ${step} the server ${typeof does === "string" ? does : JSON.stringify(does)}`;
  return { name, ...promised, ...more, script: { at: step, does, ...more.script } };
};
const says = (text: string): Reaction => ({ says: text });

const PIPELINED = { script: { extensions: ["PIPELINING"] } };
const withPipelining = (fault: Fault): Fault => ({
  ...fault,
  name: `pipelined, ${fault.name}`,
  script: { ...fault.script, ...PIPELINED.script },
});
const STARTTLS = { script: { extensions: ["STARTTLS"] } };
const LOGIN = { script: { extensions: ["AUTH PLAIN"] }, protocol: "smtp://user:secret@" };

const MAIL_5XX = at("MAIL", says("550 not from you"), BOUNCED);
const RCPT_4XX = at("RCPT", says("450 4.2.2 mailbox full"), DEFERRED);
const RCPT_5XX = at("RCPT", says("550 5.1.1 no such mailbox"), {
  ...BOUNCED,
  stopsSubscription: true,
});
const RCPT_421 = at("RCPT", says("421 too many mails"), DEFERRED);

/** All faults, with what is expected. `npm test` runs each once, the soak many times. */
export const FAULTS: Fault[] = [
  { name: "nobody listens", script: {}, isRefused: true, ...CONNECTION_FAILED },
  at("greeting", "is silent", CONNECTION_FAILED),
  at("greeting", "hangs up", CONNECTION_FAILED),
  at("greeting", "resets", CONNECTION_FAILED),
  at("greeting", says("554 go away"), CONNECTION_FAILED),
  at("greeting", says("421 busy"), CONNECTION_FAILED),
  at("greeting", says("HTTP/1.1 400 Bad Request"), CONNECTION_FAILED),
  at("EHLO", "hangs up", CONNECTION_FAILED),
  at("EHLO", "resets", CONNECTION_FAILED),
  at("EHLO", "is silent", CONNECTION_FAILED),
  at("EHLO", says("502 not here"), CONNECTION_FAILED),
  at("EHLO", says("421 closing"), CONNECTION_FAILED),
  at("STARTTLS", says("454 no TLS today"), CONNECTION_FAILED, STARTTLS),
  at("STARTTLS", says("220 go\r\nnonsense instead of a handshake"), CONNECTION_FAILED, STARTTLS),
  at("STARTTLS", { saysAndResets: "220 go" }, CONNECTION_FAILED, STARTTLS),
  { name: "TLS to a plain port", protocol: "smtps://", script: {}, ...CONNECTION_FAILED },
  at("greeting", "is silent", CONNECTION_FAILED, {
    protocol: "smtps://",
    name: "TLS to a silent port",
  }),
  at("AUTH", says("535 wrong password"), CONNECTION_FAILED, LOGIN),
  at("AUTH", says("454 try later"), CONNECTION_FAILED, LOGIN),
  at("AUTH", "hangs up", CONNECTION_FAILED, LOGIN),

  at("MAIL", says("451 not now"), DEFERRED),
  MAIL_5XX,
  withPipelining(MAIL_5XX),
  at("MAIL", says("530 authentication required"), CONNECTION_FAILED),
  at("MAIL", says("421 too many mails"), DEFERRED),
  at("MAIL", "hangs up", UNCERTAIN),
  RCPT_4XX,
  withPipelining(RCPT_4XX),
  RCPT_5XX,
  withPipelining(RCPT_5XX),
  at("RCPT", says("550 5.7.1 relaying denied"), BOUNCED),
  RCPT_421,
  withPipelining(RCPT_421),
  at("RCPT", "resets", UNCERTAIN),
  at("RCPT", "is silent", UNCERTAIN),
  at("DATA", says("451 not now"), DEFERRED),
  at("DATA", says("554 no"), BOUNCED),
  at("DATA", "hangs up", UNCERTAIN),

  at("body", "resets", UNCERTAIN),
  at("body", "hangs up", UNCERTAIN),
  at("body", "is silent", UNCERTAIN),
  at("dot", says("451 not now"), DEFERRED),
  at("dot", says("554 spam"), BOUNCED),
  at("dot", says("421 closing"), DEFERRED),
  at("dot", { saysHalf: "451 not n" }, DEFERRED),
  at("dot", "resets", { ...UNCERTAIN, mayBeCopied: true }),
  at("dot", "hangs up", { ...UNCERTAIN, mayBeCopied: true }),
  at("dot", "is silent", { ...UNCERTAIN, mayBeCopied: true }),
  at("dot", { saysHalf: "25" }, { ...UNCERTAIN, mayBeCopied: true }),
  at("dot", says("well then"), { ...UNCERTAIN, mayBeCopied: true }),
  at("dot", "drips for ever", { ...UNCERTAIN, mayBeCopied: true }),
  at("dot", { saysAndResets: "250 taken" }, { state: "sent" }),
  at("dot", { drips: "250 taken" }, { state: "sent" }),
  at("greeting", { drips: "220 made up" }, { state: "sent" }),
];
