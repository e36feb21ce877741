import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { EnvError, env } from "@/env";

/**
 * The header fields that the signature covers, if an email has them. nodemailer's own list omits
 * List-Unsubscribe-Post, which RFC 8058 requires to be signed. Each field is signed once, so the
 * signature does not detect a second one that is added later, such as a second From. By RFC 5322
 * receivers refuse an email with two.
 */
const SIGNED_FIELDS = [
  "From",
  "Sender",
  "Reply-To",
  "Subject",
  "Date",
  "Message-ID",
  "To",
  "Cc",
  "MIME-Version",
  "Content-Type",
  "Content-Transfer-Encoding",
  "List-Id",
  "List-Unsubscribe",
  "List-Unsubscribe-Post",
  "Feedback-ID",
  "Auto-Submitted",
];

/** Keys by file. Each is read once, although a process opens many mailers. */
const keys = new Map<string, string>();

function readKey(file: string): string {
  const known = keys.get(file);
  if (known) return known;
  let pem: string;
  try {
    pem = readFileSync(/* turbopackIgnore: true */ file, "utf8");
  } catch {
    throw new EnvError(`Please fix .env: the file of DKIM_KEY, ${file}, can't be read.`);
  }
  assertCanSign(pem, file);
  keys.set(file, pem);
  return pem;
}

/** Checks a key before the first email, because nodemailer silently sends without a signature if it can't sign. */
function assertCanSign(pem: string, file: string): void {
  let type: string | undefined;
  try {
    type = createPrivateKey(pem).asymmetricKeyType;
  } catch {
    type = undefined;
  }
  if (type !== "rsa") {
    throw new EnvError(
      `Please fix .env: the file of DKIM_KEY, ${file}, contains no RSA private key without a password (create one: openssl genrsa -out dkim.pem 2048).`,
    );
  }
}

/**
 * Returns nodemailer's options to sign emails with DKIM, or none if no key is configured.
 *
 * @throws EnvError if the key can't be read or can't sign
 */
export function getDkimOptions() {
  const { dkim } = env().mail;
  if (!dkim) return {};
  return {
    dkim: {
      domainName: dkim.domain,
      keySelector: dkim.selector,
      privateKey: readKey(dkim.keyFile),
      headerFieldNames: SIGNED_FIELDS.join(":"),
    },
  };
}
