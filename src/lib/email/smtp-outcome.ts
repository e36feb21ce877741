import { z } from "zod";
import { classifyRefusal, type RefusalSubject } from "./status-codes";

/** The outcome of an attempt in which the mail server did not accept the email. */
export type SmtpOutcome = {
  /**
   * `bounced`: the server would refuse the same email again. `deferred`: it did not accept the email
   * now. `uncertain`: it may have accepted the email.
   */
  state: "bounced" | "deferred" | "uncertain";
  /** What a permanent refusal by the server is about; null for every other failure */
  refusal: RefusalSubject | null;
  /** Whether the connection failed. A server's answer to an email resets the count of such failures */
  isConnectionFailure: boolean;
  /** The server's answer, or a description of the failure */
  answer: string;
};

/** The properties of an error of nodemailer, and of `send` in lib/email/mailer.ts. */
const smtpError = z.object({
  message: z.string(),
  /** Whether a connection was ready and the email begun */
  began: z.boolean().default(false),
  code: z.string().optional(),
  command: z.string().optional(),
  response: z.string().optional(),
  responseCode: z.number().optional(),
  /** An answer of 5xx, except 503, which is about the session */
  permanent: z.boolean().default(false),
});
type SmtpError = z.infer<typeof smtpError>;

/** Returns whether the server answered completely, or nodemailer did not try to send the email, by nodemailer's codes. */
const isReply = ({ code }: SmtpError) => code === "EENVELOPE" || code === "EMESSAGE";

type Result = Pick<SmtpOutcome, "state" | "isConnectionFailure">;

const CONNECTION_FAILED: Result = { state: "deferred", isConnectionFailure: true };
const DEFERRED: Result = { state: "deferred", isConnectionFailure: false };
const REFUSED: Result = { state: "bounced", isConnectionFailure: false };
const UNCERTAIN: Result = { state: "uncertain", isConnectionFailure: true };

/** The first rule that applies decides. An error to which none applies is uncertain. */
const RULES: { when: (error: SmtpError) => boolean; result: Result }[] = [
  // Connection refused, no answer, no greeting, no TLS or no login: no email was begun.
  { when: ({ began }) => !began, result: CONNECTION_FAILED },
  // "Authentication required": the server would answer every email with it.
  { when: ({ responseCode }) => responseCode === 530, result: CONNECTION_FAILED },
  // From nodemailer's pool, without a command: a reused connection had ended before this email.
  { when: ({ code, command }) => code === "ECONNECTION" && !command, result: CONNECTION_FAILED },
  // Without a response: a malformed address, or an email larger than the server's stated limit.
  {
    when: (error) => isReply(error) && (error.permanent || !error.response),
    result: REFUSED,
  },
  // An answer of 4xx, including 421 to any command, or a refusal cut off by a lost connection.
  { when: ({ responseCode = 0 }) => responseCode >= 400, result: DEFERRED },
  // An unknown answer to the envelope: the content was not sent yet.
  { when: ({ code }) => code === "EENVELOPE", result: DEFERRED },
];

/**
 * Decides what a permanent refusal is about. Only an answer to RCPT TO can be about the address; one to
 * MAIL FROM is always about the sender.
 */
function findRefusal({ command, response = "" }: SmtpError): RefusalSubject {
  if (command === "MAIL FROM") return "sender";
  const subject = classifyRefusal(response);
  return subject === "address" && command !== "RCPT TO" ? "unknown" : subject;
}

/** Classifies an error of the mailer: whether the email may have been sent, and whether to retry. Pure. */
export function classifySmtpError(thrown: unknown): SmtpOutcome {
  const parsed = smtpError.safeParse(thrown);
  const error = parsed.success ? parsed.data : smtpError.parse({ message: String(thrown) });
  const { result } = RULES.find(({ when }) => when(error)) ?? { result: UNCERTAIN };
  const isRefused = result.state === "bounced" && error.response !== undefined;
  return {
    ...result,
    refusal: isRefused ? findRefusal(error) : null,
    answer: error.response ?? error.message,
  };
}
