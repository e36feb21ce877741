import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { EnvError, env } from "@/env";

/**
 * What the signature covers, where a mail has it. nodemailer's own list leaves out List-Unsubscribe-Post,
 * without which RFC 8058's one click doesn't count. It signs no field twice, so that one added later
 * (a second From) isn't told by the signature: receivers refuse two by RFC 5322.
 */
const SIGNED = [
  ...["From", "Sender", "Reply-To", "Subject", "Date", "Message-ID", "To", "Cc"],
  ...["MIME-Version", "Content-Type", "Content-Transfer-Encoding"],
  ...["List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Feedback-ID", "Auto-Submitted"],
];

/** Read once: a sender opens many mailers. */
const keys = new Map<string, string>();

function readKey(file: string): string {
  const kept = keys.get(file);
  if (kept) return kept;
  let text: string;
  try {
    text = readFileSync(/* turbopackIgnore: true */ file, "utf8");
  } catch {
    throw new EnvError(`Please fix .env: the file of DKIM_KEY, ${file}, can't be read.`);
  }
  assertSigns(text, file);
  keys.set(file, text);
  return text;
}

/** nodemailer sends a mail unsigned, and says nothing, where a key can't sign. */
function assertSigns(text: string, file: string): void {
  let kind: string | undefined;
  try {
    kind = createPrivateKey(text).asymmetricKeyType;
  } catch {
    kind = undefined;
  }
  if (kind !== "rsa") {
    throw new EnvError(
      `Please fix .env: the file of DKIM_KEY, ${file}, holds no RSA private key without a password (openssl genrsa -out dkim.pem 2048).`,
    );
  }
}

/**
 * nodemailer's options that sign each mail by DKIM; none where `.env` names no key.
 *
 * @throws EnvError where the key can't be read or can't sign
 */
export function dkimOptions() {
  const { dkim } = env().mail;
  if (!dkim) return {};
  const { domain: domainName, selector: keySelector, keyFile } = dkim;
  const privateKey = readKey(keyFile);
  return { dkim: { domainName, keySelector, privateKey, headerFieldNames: SIGNED.join(":") } };
}
