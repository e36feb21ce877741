import type { BounceKind } from "@/db/generated/enums";
import { toOneLine, truncate } from "@/lib/text";
import { field, fieldsOf } from "./header-fields";
import { type OpenedMail, openMail } from "./parse";
import { messageIdOf, readerOfReturned, readerWrittenTo } from "./recipient";
import { isNobodyThere, statusIn, tellingStatus } from "./status-codes";

type Verdict = {
  kind: BounceKind;
  /** `5.1.1` */
  status: string | null;
  /** What the mail server said */
  answer: string | null;
};

export type BounceRead = Verdict & {
  subscriptionId: string | null;
  /** Of the mail that came back, in its angle brackets */
  messageId: string | null;
};

/** RFC 5965 and RFC 6591: reports that no reader complains with. Types that it doesn't know count as "other". */
const NO_COMPLAINT = ["not-spam", "auth-failure", "virus", "dmarc"];

/** Outlook's reports (JMRP) are a plain mail with the original inside, which has this field. */
const isOutlooks = ({ returned }: OpenedMail) => fieldsOf(returned).has("x-hmxmroriginalrecipient");

function complaintOf(mail: OpenedMail): Verdict | null {
  if (mail.report === null && !isOutlooks(mail)) return null;
  const type = field(fieldsOf(mail.report ?? ""), "feedback-type").toLowerCase() || "abuse";
  const kind = NO_COMPLAINT.includes(type) ? "ignored" : "complaint";
  return { kind, status: null, answer: `feedback report: ${type}` };
}

const failure = (status: string | null, answer: string): Verdict => ({
  kind: isNobodyThere(status) ? "hard" : "soft",
  status,
  answer: answer || null,
});

/** RFC 3464: groups of fields, the first about the report itself, each other about a recipient. */
function reportedOf({ status }: OpenedMail): Verdict | null {
  if (status === null) return null;
  const groups = status.split(/\r?\n[ \t]*\r?\n/).map(fieldsOf);
  const recipients = groups.filter((group) => group.has("action") || group.has("status"));
  const failed = recipients.find((group) => /^failed/i.test(field(group, "action")));
  const told = failed ?? recipients[0];
  // A report without a recipient was cut off: it still came from a server that had something to say.
  if (!told) return failure(null, "");
  const answer = field(told, "diagnostic-code").replace(/^\s*[\w-]+\s*;\s*/, "");
  const code = tellingStatus(field(told, "status"), answer);
  if (failed) return failure(code, answer);
  const action = field(told, "action").toLowerCase();
  return { kind: "ignored", status: code, answer: action || answer || null };
}

/** What came before RFC 3464, and qmail to this day: a text, and the mail below it. */
function writtenOf({ head, text }: OpenedMail): Verdict | null {
  const from = field(head, "from");
  const isServer = /(^|[<\s"])(mailer-daemon|postmaster)@/i.test(from);
  if (!isServer && !head.has("x-failed-recipients")) return null;
  const said =
    text.split(/^--.*(?:copy of|original message|returned message|below this line)/im)[0] ?? "";
  const line = said.split(/\r?\n/).find((one) => statusIn(one)) ?? "";
  return failure(statusIn(line), line.trim() || said.trim().slice(0, 300));
}

/** RFC 3834, and what was there before it. */
function automaticOf({ head }: OpenedMail): Verdict | null {
  const submitted = field(head, "auto-submitted").toLowerCase();
  const automatic =
    (submitted !== "" && !/^no\b/.test(submitted)) ||
    ["x-autoreply", "x-autorespond", "x-vacation"].some((name) => head.has(name)) ||
    /auto.?reply|junk|bulk|list/i.test(field(head, "precedence"));
  return automatic ? { kind: "ignored", status: null, answer: "an automatic answer" } : null;
}

/**
 * Reads a mail that came back: whose it was, and what it means. Never throws, whatever the bytes are;
 * looks at no more than the first MiB.
 */
export async function readBounce(raw: Buffer, secret: string): Promise<BounceRead> {
  const mail = await openMail(raw);
  // A report's kind says most; servers call their own bounces automatic answers too.
  const report = complaintOf(mail) ?? reportedOf(mail) ?? writtenOf(mail);
  const written = readerWrittenTo(mail, secret);
  const subscriptionId = written ?? (report && readerOfReturned(mail, secret));
  if (subscriptionId === null) {
    return { subscriptionId, kind: "ignored", status: null, answer: null, messageId: null };
  }
  const verdict = report ?? automaticOf(mail) ?? failure(null, field(mail.head, "subject"));
  const answer = verdict.answer && truncate(toOneLine(verdict.answer), 500);
  return { subscriptionId, messageId: messageIdOf(mail), ...verdict, answer };
}
