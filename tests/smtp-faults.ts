import type { Reaction, Script, Step } from "@tests/faulty-server";

/** The expected end of a delivery when the mail server has a fault. */
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

const createFault = (
  step: Step,
  does: Reaction,
  expected: ExpectedDelivery,
  more: Partial<Fault> = {},
): Fault => {
  const name = `at ${step} the server ${typeof does === "string" ? does : JSON.stringify(does)}`;
  return { name, ...expected, ...more, script: { createFault: step, does, ...more.script } };
};
const sends = (text: string): Reaction => ({ sends: text });

const PIPELINED = { script: { extensions: ["PIPELINING"] } };
const withPipelining = (fault: Fault): Fault => ({
  ...fault,
  name: `pipelined, ${fault.name}`,
  script: { ...fault.script, ...PIPELINED.script },
});
const STARTTLS = { script: { extensions: ["STARTTLS"] } };
const LOGIN = { script: { extensions: ["AUTH PLAIN"] }, protocol: "smtp://user:secret@" };

const MAIL_5XX = createFault("MAIL", sends("550 not from you"), BOUNCED);
const RCPT_4XX = createFault("RCPT", sends("450 4.2.2 mailbox full"), DEFERRED);
const RCPT_5XX = createFault("RCPT", sends("550 5.1.1 no such mailbox"), {
  ...BOUNCED,
  stopsSubscription: true,
});
const RCPT_421 = createFault("RCPT", sends("421 too many mails"), DEFERRED);

/** All faults with their expected ends. `npm test` runs each once, the soak many times. */
export const FAULTS: Fault[] = [
  { name: "no server is listening", script: {}, isRefused: true, ...CONNECTION_FAILED },
  createFault("greeting", "is silent", CONNECTION_FAILED),
  createFault("greeting", "hangs up", CONNECTION_FAILED),
  createFault("greeting", "resets", CONNECTION_FAILED),
  createFault("greeting", sends("554 go away"), CONNECTION_FAILED),
  createFault("greeting", sends("421 busy"), CONNECTION_FAILED),
  createFault("greeting", sends("HTTP/1.1 400 Bad Request"), CONNECTION_FAILED),
  createFault("EHLO", "hangs up", CONNECTION_FAILED),
  createFault("EHLO", "resets", CONNECTION_FAILED),
  createFault("EHLO", "is silent", CONNECTION_FAILED),
  createFault("EHLO", sends("502 not here"), CONNECTION_FAILED),
  createFault("EHLO", sends("421 closing"), CONNECTION_FAILED),
  createFault("STARTTLS", sends("454 no TLS today"), CONNECTION_FAILED, STARTTLS),
  createFault(
    "STARTTLS",
    sends("220 go\r\nnonsense instead of a handshake"),
    CONNECTION_FAILED,
    STARTTLS,
  ),
  createFault("STARTTLS", { sendsAndResets: "220 go" }, CONNECTION_FAILED, STARTTLS),
  { name: "TLS to a plain port", protocol: "smtps://", script: {}, ...CONNECTION_FAILED },
  createFault("greeting", "is silent", CONNECTION_FAILED, {
    protocol: "smtps://",
    name: "TLS to a silent port",
  }),
  createFault("AUTH", sends("535 wrong password"), CONNECTION_FAILED, LOGIN),
  createFault("AUTH", sends("454 try later"), CONNECTION_FAILED, LOGIN),
  createFault("AUTH", "hangs up", CONNECTION_FAILED, LOGIN),

  createFault("MAIL", sends("451 not now"), DEFERRED),
  MAIL_5XX,
  withPipelining(MAIL_5XX),
  createFault("MAIL", sends("530 authentication required"), CONNECTION_FAILED),
  createFault("MAIL", sends("421 too many mails"), DEFERRED),
  createFault("MAIL", "hangs up", UNCERTAIN),
  RCPT_4XX,
  withPipelining(RCPT_4XX),
  RCPT_5XX,
  withPipelining(RCPT_5XX),
  createFault("RCPT", sends("550 5.7.1 relaying denied"), BOUNCED),
  RCPT_421,
  withPipelining(RCPT_421),
  createFault("RCPT", "resets", UNCERTAIN),
  createFault("RCPT", "is silent", UNCERTAIN),
  createFault("DATA", sends("451 not now"), DEFERRED),
  createFault("DATA", sends("554 no"), BOUNCED),
  createFault("DATA", "hangs up", UNCERTAIN),

  createFault("body", "resets", UNCERTAIN),
  createFault("body", "hangs up", UNCERTAIN),
  createFault("body", "is silent", UNCERTAIN),
  createFault("dot", sends("451 not now"), DEFERRED),
  createFault("dot", sends("554 spam"), BOUNCED),
  createFault("dot", sends("421 closing"), DEFERRED),
  createFault("dot", { sendsHalf: "451 not n" }, DEFERRED),
  createFault("dot", "resets", { ...UNCERTAIN, mayBeCopied: true }),
  createFault("dot", "hangs up", { ...UNCERTAIN, mayBeCopied: true }),
  createFault("dot", "is silent", { ...UNCERTAIN, mayBeCopied: true }),
  createFault("dot", { sendsHalf: "25" }, { ...UNCERTAIN, mayBeCopied: true }),
  createFault("dot", sends("well then"), { ...UNCERTAIN, mayBeCopied: true }),
  createFault("dot", "drips forever", { ...UNCERTAIN, mayBeCopied: true }),
  createFault("dot", { sendsAndResets: "250 taken" }, { state: "sent" }),
  createFault("dot", { drips: "250 taken" }, { state: "sent" }),
  createFault("greeting", { drips: "220 made up" }, { state: "sent" }),
];
