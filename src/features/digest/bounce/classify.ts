import type { BounceKind } from "@/db/generated/enums";
import { chooseStatus, classifyRefusal, findStatus, isAddressGone } from "@/lib/email/status-codes";
import { toOneLine, truncate } from "@/lib/text/text";
import { getField, parseFields } from "./header-fields";
import { type ParsedBounce, parseBounce } from "./parse";
import { findAddressedSubscription, findMessageId, findReturnedSubscription } from "./recipient";

const MAX_ANSWER_LENGTH = 500;

type Verdict = {
  kind: BounceKind;
  /** `5.1.1` */
  status: string | null;
  /** The mail server's answer */
  answer: string | null;
};

export type ClassifiedBounce = Verdict & {
  subscriptionId: string | null;
  /** Of the email that came back, in its angle brackets */
  messageId: string | null;
};

const createFailure = (status: string | null, answer: string): Verdict => ({
  // Some relays answer "no such address" to a sender that they refuse, so the words count as well.
  kind: isAddressGone(status) && classifyRefusal(answer, status) === "address" ? "hard" : "soft",
  status,
  answer: answer || null,
});

/**
 * Feedback types that are not complaints (RFC 5965 and RFC 6591). By RFC 5965 an unknown type counts as
 * "other", so all other types are complaints.
 */
const NO_COMPLAINT = ["not-spam", "auth-failure", "virus", "dmarc"];

/** Outlook's reports (JMRP) are a plain email that contains the original, which has this field. */
const isOutlookReport = ({ returned }: ParsedBounce) =>
  parseFields(returned).has("x-hmxmroriginalrecipient");

/** Classifies a feedback report (RFC 5965). Returns null for any other email. */
function classifyComplaint(email: ParsedBounce): Verdict | null {
  if (email.feedbackReport === null && !isOutlookReport(email)) return null;
  const fields = parseFields(email.feedbackReport ?? "");
  const type = getField(fields, "feedback-type").toLowerCase() || "abuse";
  const kind = NO_COMPLAINT.includes(type) ? "ignored" : "complaint";
  return { kind, status: null, answer: `feedback report: ${type}` };
}

/**
 * Classifies a delivery status report (RFC 3464). It consists of groups of fields: the first is about
 * the report itself, each other one about a recipient. Returns null for any other email.
 */
function classifyStatusReport({ deliveryStatus }: ParsedBounce): Verdict | null {
  if (deliveryStatus === null) return null;
  const groups = deliveryStatus.split(/\r?\n[ \t]*\r?\n/).map(parseFields);
  const recipients = groups.filter((group) => group.has("action") || group.has("status"));
  const failed = recipients.find((group) => /^failed/i.test(getField(group, "action")));
  const recipient = failed ?? recipients[0];
  // A report without a recipient was cut off. It still shows that the email had a problem.
  if (!recipient) return createFailure(null, "");
  const answer = getField(recipient, "diagnostic-code").replace(/^\s*[\w-]+\s*;\s*/, "");
  const status = chooseStatus(getField(recipient, "status"), answer);
  if (failed) return createFailure(status, answer);
  const action = getField(recipient, "action").toLowerCase();
  return { kind: "ignored", status, answer: action || answer || null };
}

const QUOTED_ORIGINAL = /^--.*(?:copy of|original message|returned message|below this line)/im;

/**
 * Classifies a bounce in plain text, with the original below it: qmail sends these, and so did servers
 * before RFC 3464. Returns null if the email does not come from a mail server.
 */
function classifyPlainText({ head, text }: ParsedBounce): Verdict | null {
  const from = getField(head, "from");
  const isFromServer = /(^|[<\s"])(mailer-daemon|postmaster)@/i.test(from);
  if (!isFromServer && !head.has("x-failed-recipients")) return null;
  const explanation = text.split(QUOTED_ORIGINAL)[0] ?? "";
  const line = explanation.split(/\r?\n/).find((one) => findStatus(one)) ?? "";
  return createFailure(findStatus(line), line.trim() || explanation.trim().slice(0, 300));
}

/** Classifies an automatic reply (RFC 3834, and the fields that were used before it). Returns null for any other email. */
function classifyAutoReply({ head }: ParsedBounce): Verdict | null {
  const submitted = getField(head, "auto-submitted").toLowerCase();
  const isAutomatic =
    (submitted !== "" && !/^no\b/.test(submitted)) ||
    ["x-autoreply", "x-autorespond", "x-vacation"].some((name) => head.has(name)) ||
    /auto.?reply|junk|bulk|list/i.test(getField(head, "precedence"));
  return isAutomatic ? { kind: "ignored", status: null, answer: "an automatic reply" } : null;
}

/**
 * Classifies an email to the bounce address: which subscription it is about, and what it means. Never
 * throws, for any bytes. Parses at most the first MiB.
 */
export async function classifyBounce(raw: Buffer, secret: string): Promise<ClassifiedBounce> {
  const email = await parseBounce(raw);
  // Reports come before automatic replies: servers mark their own bounces as automatic too.
  const report =
    classifyComplaint(email) ?? classifyStatusReport(email) ?? classifyPlainText(email);
  const subscriptionId =
    findAddressedSubscription(email, secret) ?? (report && findReturnedSubscription(email, secret));
  if (subscriptionId === null) {
    return { subscriptionId, kind: "ignored", status: null, answer: null, messageId: null };
  }
  const { kind, status, answer } =
    report ?? classifyAutoReply(email) ?? createFailure(null, getField(email.head, "subject"));
  return {
    subscriptionId,
    messageId: findMessageId(email),
    kind,
    status,
    answer: answer && truncate(toOneLine(answer), MAX_ANSWER_LENGTH),
  };
}
