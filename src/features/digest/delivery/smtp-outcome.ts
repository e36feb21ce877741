import { z } from "zod";

/** What became of a mail that was not taken. */
export type SmtpOutcome = {
  /**
   * `bounced`: the same mail would be refused again. `deferred`: it was not taken now. `uncertain`: it
   * may have been taken.
   */
  state: "bounced" | "deferred" | "uncertain";
  /** Whether the reader's address was refused: they are mailed no more */
  stops: boolean;
  /** Whether it counts as a failed connection; a server's answer to a mail ends their row */
  failed: boolean;
  /** What was said, or how it failed */
  answer: string;
};

/** What nodemailer and lib/mailer.ts tell of a mail that was not taken. */
const facts = z.object({
  message: z.string(),
  /** A connection was ready and the mail begun */
  began: z.boolean().default(false),
  code: z.string().optional(),
  command: z.string().optional(),
  response: z.string().optional(),
  responseCode: z.number().optional(),
  /** A 5xx, but for 503, which speaks of the session */
  permanent: z.boolean().default(false),
});
type Facts = z.infer<typeof facts>;

/** Codes under which nodemailer reports a whole reply to a mail, or that it didn't even try it. */
const isReply = ({ code }: Facts) => code === "EENVELOPE" || code === "EMESSAGE";

/** Words of a server about us rather than the address: its policy (RFC 3463, 5.7), or a login. */
const isAboutUs = ({ response = "" }: Facts) => /^5\d\d[ -]5\.(7\.|1\.[78]\b)/.test(response);

type Rule = { when: (facts: Facts) => boolean } & Omit<SmtpOutcome, "answer">;

const UNREACHED = { state: "deferred", stops: false, failed: true } as const;

/** The first that fits holds. What no rule is certain of is in doubt. */
const RULES: Rule[] = [
  // Refused, silent, no greeting, no TLS, no login: no mail was begun.
  { when: ({ began }) => !began, ...UNREACHED },
  // "Authentication required": it would say so to every mail.
  { when: ({ responseCode }) => responseCode === 530, ...UNREACHED },
  // The pool's own word, which names no command: a connection in use had ended before this mail.
  { when: ({ code, command }) => code === "ECONNECTION" && !command, ...UNREACHED },
  {
    when: (f) => isReply(f) && f.permanent && f.command === "RCPT TO" && !isAboutUs(f),
    ...{ state: "bounced", stops: true, failed: false },
  },
  // Without a reply: an address that can't be written, a mail larger than the server said it takes.
  {
    when: (f) => isReply(f) && (f.permanent || !f.response),
    ...{ state: "bounced", stops: false, failed: false },
  },
  // A 4xx, also 421 at any command, or half a refusal before the line was lost.
  {
    when: ({ responseCode = 0 }) => responseCode >= 400,
    ...{ state: "deferred", stops: false, failed: false },
  },
  // No reply to the envelope that we understand: but the mail's text was never sent.
  {
    when: ({ code }) => code === "EENVELOPE",
    ...{ state: "deferred", stops: false, failed: false },
  },
  { when: () => true, state: "uncertain", stops: false, failed: true },
];

/** What an error of the mailer says of its mail. Pure. */
export function classifySmtpError(error: unknown): SmtpOutcome {
  const parsed = facts.safeParse(error);
  const known = parsed.success ? parsed.data : { ...facts.parse({ message: String(error) }) };
  const rule = RULES.find(({ when }) => when(known));
  const { state, stops, failed } = rule ?? UNREACHED;
  return { state, stops, failed, answer: known.response ?? known.message };
}
