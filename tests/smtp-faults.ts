import type { Act, Script, Verb } from "@tests/faulty-server";

/** What the digest promises for a delivery whose mail server has a fault. */
export type Promised = {
  /** The state after one attempt; if that is uncertain, the policy decides it */
  state: "sent" | "deferred" | "bounced" | "uncertain";
  /** Whether the subscriber is stopped */
  stops?: true;
  /** Whether it counts towards the pause of all sending */
  failed?: true;
  /** Whether the server may have the email, so that the next attempt is a duplicate */
  copy?: true;
};

export type Fault = {
  name: string;
  script: Script;
  /** The beginning of SMTP_URL if it isn't smtp:// */
  protocol?: string;
  /** No server listens on the port */
  refused?: true;
} & Promised;

const UNREACHED = { state: "deferred", failed: true } as const;
const UNCERTAIN = { state: "uncertain", failed: true } as const;
const ANSWERED = { state: "deferred" } as const;
const BOUNCED = { state: "bounced" } as const;

const at = (verb: Verb, does: Act, promised: Promised, more: Partial<Fault> = {}): Fault => {
  const name = `at ${verb} the server ${typeof does === "string" ? does : JSON.stringify(does)}`;
  return { name, ...promised, ...more, script: { at: verb, does, ...more.script } };
};
const says = (text: string): Act => ({ says: text });

const PIPELINED = { script: { extensions: ["PIPELINING"] } };
const pipelined = (fault: Fault): Fault => ({
  ...fault,
  name: `pipelined, ${fault.name}`,
  script: { ...fault.script, ...PIPELINED.script },
});
const STARTTLS = { script: { extensions: ["STARTTLS"] } };
const LOGIN = { script: { extensions: ["AUTH PLAIN"] }, protocol: "smtp://user:secret@" };

const MAIL_5XX = at("MAIL", says("550 not from you"), BOUNCED);
const RCPT_4XX = at("RCPT", says("450 4.2.2 mailbox full"), ANSWERED);
const RCPT_5XX = at("RCPT", says("550 5.1.1 no such mailbox"), { ...BOUNCED, stops: true });
const RCPT_421 = at("RCPT", says("421 too many mails"), ANSWERED);

/** Every fault with its promise. `npm test` runs each once, the soak often. */
export const FAULTS: Fault[] = [
  { name: "nobody listens", script: {}, refused: true, ...UNREACHED },
  at("greeting", "is silent", UNREACHED),
  at("greeting", "hangs up", UNREACHED),
  at("greeting", "resets", UNREACHED),
  at("greeting", says("554 go away"), UNREACHED),
  at("greeting", says("421 busy"), UNREACHED),
  at("greeting", says("HTTP/1.1 400 Bad Request"), UNREACHED),
  at("EHLO", "hangs up", UNREACHED),
  at("EHLO", "resets", UNREACHED),
  at("EHLO", "is silent", UNREACHED),
  at("EHLO", says("502 not here"), UNREACHED),
  at("EHLO", says("421 closing"), UNREACHED),
  at("STARTTLS", says("454 no TLS today"), UNREACHED, STARTTLS),
  at("STARTTLS", says("220 go\r\nnonsense instead of a handshake"), UNREACHED, STARTTLS),
  at("STARTTLS", { saysAndResets: "220 go" }, UNREACHED, STARTTLS),
  { name: "TLS to a plain port", protocol: "smtps://", script: {}, ...UNREACHED },
  at("greeting", "is silent", UNREACHED, { protocol: "smtps://", name: "TLS to a silent port" }),
  at("AUTH", says("535 wrong password"), UNREACHED, LOGIN),
  at("AUTH", says("454 try later"), UNREACHED, LOGIN),
  at("AUTH", "hangs up", UNREACHED, LOGIN),

  at("MAIL", says("451 not now"), ANSWERED),
  MAIL_5XX,
  pipelined(MAIL_5XX),
  at("MAIL", says("530 authentication required"), UNREACHED),
  at("MAIL", says("421 too many mails"), ANSWERED),
  at("MAIL", "hangs up", UNCERTAIN),
  RCPT_4XX,
  pipelined(RCPT_4XX),
  RCPT_5XX,
  pipelined(RCPT_5XX),
  at("RCPT", says("550 5.7.1 relaying denied"), BOUNCED),
  RCPT_421,
  pipelined(RCPT_421),
  at("RCPT", "resets", UNCERTAIN),
  at("RCPT", "is silent", UNCERTAIN),
  at("DATA", says("451 not now"), ANSWERED),
  at("DATA", says("554 no"), BOUNCED),
  at("DATA", "hangs up", UNCERTAIN),

  at("body", "resets", UNCERTAIN),
  at("body", "hangs up", UNCERTAIN),
  at("body", "is silent", UNCERTAIN),
  at("dot", says("451 not now"), ANSWERED),
  at("dot", says("554 spam"), BOUNCED),
  at("dot", says("421 closing"), ANSWERED),
  at("dot", { saysHalf: "451 not n" }, ANSWERED),
  at("dot", "resets", { ...UNCERTAIN, copy: true }),
  at("dot", "hangs up", { ...UNCERTAIN, copy: true }),
  at("dot", "is silent", { ...UNCERTAIN, copy: true }),
  at("dot", { saysHalf: "25" }, { ...UNCERTAIN, copy: true }),
  at("dot", says("well then"), { ...UNCERTAIN, copy: true }),
  at("dot", "drips for ever", { ...UNCERTAIN, copy: true }),
  at("dot", { saysAndResets: "250 taken" }, { state: "sent" }),
  at("dot", { drips: "250 taken" }, { state: "sent" }),
  at("greeting", { drips: "220 made up" }, { state: "sent" }),
];
