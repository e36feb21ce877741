import type { BounceKind } from "@/db/generated/enums";
import { toOneLine, truncate } from "@/lib/text";
import { getField, parseFields } from "./header-fields";
import { type ParsedBounce, parseBounce } from "./parse";
import { findAddressedSubscription, findMessageId, findReturnedSubscription } from "./recipient";
import { chooseStatus, findStatus, isAddressGone } from "./status-codes";

type Verdict = {
  kind: BounceKind;
  /** `5.1.1` */
  status: string | null;
  /** What the mail server said */
  answer: string | null;
};

export type ClassifiedBounce = Verdict & {
  subscriptionId: string | null;
  /** Of the mail that came back, in its angle brackets */
  messageId: string | null;
};

/** RFC 5965 and RFC 6591: reports that no reader complains with. Types that it doesn't know count as "other". */
const NO_COMPLAINT = ["not-spam", "auth-failure", "virus", "dmarc"];

/** Outlook's reports (JMRP) are a plain mail with the original inside, which has this field. */
const isOutlooks = ({ returned }: ParsedBounce) =>
  parseFields(returned).has("x-hmxmroriginalrecipient");

function classifyComplaint(mail: ParsedBounce): Verdict | null {
  if (mail.report === null && !isOutlooks(mail)) return null;
  const type = getField(parseFields(mail.report ?? ""), "feedback-type").toLowerCase() || "abuse";
  const kind = NO_COMPLAINT.includes(type) ? "ignored" : "complaint";
  return { kind, status: null, answer: `feedback report: ${type}` };
}

const failure = (status: string | null, answer: string): Verdict => ({
  kind: isAddressGone(status) ? "hard" : "soft",
  status,
  answer: answer || null,
});

/** RFC 3464: groups of fields, the first about the report itself, each other about a recipient. */
function classifyStatusReport({ status }: ParsedBounce): Verdict | null {
  if (status === null) return null;
  const groups = status.split(/\r?\n[ \t]*\r?\n/).map(parseFields);
  const recipients = groups.filter((group) => group.has("action") || group.has("status"));
  const failed = recipients.find((group) => /^failed/i.test(getField(group, "action")));
  const told = failed ?? recipients[0];
  // A report without a recipient was cut off: it still came from a server that had something to say.
  if (!told) return failure(null, "");
  const answer = getField(told, "diagnostic-code").replace(/^\s*[\w-]+\s*;\s*/, "");
  const code = chooseStatus(getField(told, "status"), answer);
  if (failed) return failure(code, answer);
  const action = getField(told, "action").toLowerCase();
  return { kind: "ignored", status: code, answer: action || answer || null };
}

/** What came before RFC 3464, and qmail to this day: a text, and the mail below it. */
function classifyPlainText({ head, text }: ParsedBounce): Verdict | null {
  const from = getField(head, "from");
  const isServer = /(^|[<\s"])(mailer-daemon|postmaster)@/i.test(from);
  if (!isServer && !head.has("x-failed-recipients")) return null;
  const said =
    text.split(/^--.*(?:copy of|original message|returned message|below this line)/im)[0] ?? "";
  const line = said.split(/\r?\n/).find((one) => findStatus(one)) ?? "";
  return failure(findStatus(line), line.trim() || said.trim().slice(0, 300));
}

/** RFC 3834, and what was there before it. */
function classifyAutoReply({ head }: ParsedBounce): Verdict | null {
  const submitted = getField(head, "auto-submitted").toLowerCase();
  const automatic =
    (submitted !== "" && !/^no\b/.test(submitted)) ||
    ["x-autoreply", "x-autorespond", "x-vacation"].some((name) => head.has(name)) ||
    /auto.?reply|junk|bulk|list/i.test(getField(head, "precedence"));
  return automatic ? { kind: "ignored", status: null, answer: "an automatic answer" } : null;
}

/**
 * Reads a mail that came back: whose it was, and what it means. Never throws, whatever the bytes are;
 * looks at no more than the first MiB.
 */
export async function classifyBounce(raw: Buffer, secret: string): Promise<ClassifiedBounce> {
  const mail = await parseBounce(raw);
  // A report's kind says most; servers call their own bounces automatic answers too.
  const report = classifyComplaint(mail) ?? classifyStatusReport(mail) ?? classifyPlainText(mail);
  const written = findAddressedSubscription(mail, secret);
  const subscriptionId = written ?? (report && findReturnedSubscription(mail, secret));
  if (subscriptionId === null) {
    return { subscriptionId, kind: "ignored", status: null, answer: null, messageId: null };
  }
  const verdict =
    report ?? classifyAutoReply(mail) ?? failure(null, getField(mail.head, "subject"));
  const answer = verdict.answer && truncate(toOneLine(verdict.answer), 500);
  return { subscriptionId, messageId: findMessageId(mail), ...verdict, answer };
}
