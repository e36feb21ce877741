import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import type { NameServer } from "@/lib/email/name-server";
import { createFindings, type Finding } from "./finding";
import { evaluateSpf } from "./spf";

/** Parses a record of tags, such as `v=DKIM1; k=rsa; p=…`. Names become lower case. */
const parseTags = (record: string) =>
  new Map(
    record.split(";").map((tag): [string, string] => {
      const [name = "", ...value] = tag.split("=");
      return [name.trim().toLowerCase(), value.join("=").trim()];
    }),
  );

const formatSpfTerm = (address: string) => `ip${address.includes(":") ? 6 : 4}:${address}`;

/**
 * Checks whether a domain's SPF record (RFC 7208) allows each of the addresses to send for it.
 *
 * @throws NameServerError if the DNS does not answer
 */
export async function checkSpf(
  dns: NameServer,
  domain: string,
  addresses: string[],
): Promise<Finding[]> {
  const { ok, warning, toDo } = createFindings(`SPF of ${domain}`);
  const findings: Finding[] = [];
  for (const address of addresses) {
    const { result, reason } = await evaluateSpf(dns, domain, address);
    switch (result) {
      case "pass":
        findings.push(ok(`allows ${address} to send`));
        break;
      // These two are about the domain, not the address: one finding is enough.
      case "none": {
        const terms = addresses.map(formatSpfTerm).join(" ");
        return [toDo(`no record found: add TXT ${domain} "v=spf1 ${terms} -all" to the DNS`)];
      }
      case "permerror":
        return [toDo(`the record is not valid and is ignored: ${reason}`)];
      case "unknown":
        findings.push(warning(`can't be checked for ${address}: ${reason}`));
        break;
      default:
        findings.push(
          toDo(
            `does not allow ${address} to send (${result}): add ${formatSpfTerm(address)} before "all", or the "include:" that your mail provider documents`,
          ),
        );
    }
  }
  return findings;
}

const CREATE_KEY =
  "openssl genrsa -out data/dkim.pem 2048, then set DKIM_DOMAIN, DKIM_SELECTOR (any word) and DKIM_KEY=data/dkim.pem";

/** Formats the public key of a private key for the tag p= of a DKIM record. */
const formatPublicKey = (key: KeyObject) =>
  createPublicKey(key).export({ type: "spki", format: "der" }).toString("base64");

/**
 * Checks whether the DNS publishes the key that signs the emails (RFC 6376).
 *
 * @param pem the content of the key file, or null if it can't be read
 * @throws NameServerError if the DNS does not answer
 */
export async function checkDkim(
  dns: NameServer,
  dkim: { domain: string; selector: string; keyFile: string } | undefined,
  pem: string | null,
): Promise<Finding> {
  const { ok, warning, toDo } = createFindings("DKIM");
  if (!dkim) return toDo(`emails are not signed. Create a key: ${CREATE_KEY}`);
  let key: KeyObject;
  try {
    key = createPrivateKey(pem ?? "");
  } catch {
    return toDo(
      `${dkim.keyFile} contains no readable private key (PEM). Create one: ${CREATE_KEY}`,
    );
  }
  if (key.asymmetricKeyType !== "rsa") {
    return toDo(`the key is not an RSA key, and only RSA is supported. Create one: ${CREATE_KEY}`);
  }

  const name = `${dkim.selector}._domainkey.${dkim.domain}`;
  const publicKey = formatPublicKey(key);
  const record = `TXT ${name} "v=DKIM1; k=rsa; p=${publicKey}"`;
  const published = (await dns.resolveTxt(name)).map(parseTags).filter((tags) => tags.has("p"));
  const [tags] = published;
  if (!tags) return toDo(`no key found in the DNS: add ${record}`);
  if (published.length > 1) {
    return toDo(`${name} has ${published.length} records. Keep only ${record}`);
  }
  const publishedKey = (tags.get("p") ?? "").replaceAll(/\s/g, "");
  if (publishedKey === "") return toDo(`the key in the DNS is revoked: replace it with ${record}`);
  if (publishedKey !== publicKey) {
    return toDo(`the key in the DNS does not match DKIM_KEY: replace it with ${record}`);
  }

  const flags = (tags.get("t") ?? "").split(":");
  if (flags.includes("y")) {
    return warning(`${name} contains t=y, so receivers treat it as a test: remove it`);
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < 1024) {
    return toDo(`the key has ${bits} bits, which receivers ignore. Create one: ${CREATE_KEY}`);
  }
  if (bits < 2048) return warning(`the key has ${bits} bits; 2048 are usual today`);
  return ok(`${name} contains the key of DKIM_KEY`);
}

/** Finds the DMARC records of a domain, or of the nearest parent domain that has any (RFC 7489, 6.6.3). */
async function findDmarcRecords(dns: NameServer, domain: string) {
  const labels = domain.split(".");
  for (let at = 0; at < Math.max(1, labels.length - 1) && at < 8; at += 1) {
    const recordDomain = labels.slice(at).join(".");
    const texts = await dns.resolveTxt(`_dmarc.${recordDomain}`);
    const records = texts.filter((text) => /^v=DMARC1\b/i.test(text));
    if (records.length > 0) return { recordDomain, records };
  }
  return null;
}

const isSameOrBelow = (domain: string, above: string) =>
  domain === above || domain.endsWith(`.${above}`);

/**
 * Checks the DMARC record, and whether the signature or the return path belongs to the domain that
 * subscribers see as the sender ("alignment", RFC 7489).
 *
 * @throws NameServerError if the DNS does not answer
 */
export async function checkDmarc(
  dns: NameServer,
  { from, signed, returned }: { from: string; signed?: string; returned: string },
): Promise<Finding[]> {
  const { ok, warning, toDo } = createFindings(`DMARC of ${from}`);
  const match = await findDmarcRecords(dns, from);
  if (!match) {
    return [
      toDo(
        `no record found, and large receivers require one: start with TXT _dmarc.${from} "v=DMARC1; p=none" in the DNS`,
      ),
    ];
  }
  const { recordDomain, records } = match;
  const tags = parseTags(records[0] ?? "");
  const policy = tags.get("p")?.toLowerCase() ?? "";
  if (records.length > 1 || !["none", "quarantine", "reject"].includes(policy)) {
    return [
      toDo(
        `_dmarc.${recordDomain} is not valid and is ignored: keep one record, with p=none, p=quarantine or p=reject`,
      ),
    ];
  }

  // Strict alignment needs the same domain, relaxed alignment the same one above.
  const isAligned = (domain: string, mode: string | undefined) =>
    domain === from ||
    (mode !== "s" && isSameOrBelow(domain, recordDomain) && isSameOrBelow(from, recordDomain));
  const isSignatureAligned = signed !== undefined && isAligned(signed, tags.get("adkim"));
  const isReturnPathAligned = isAligned(returned, tags.get("aspf"));
  const recordFound = ok(`_dmarc.${recordDomain} has the policy ${policy}`);
  if (isSignatureAligned && isReturnPathAligned) {
    return [recordFound, ok("passes by the signature and by the return path")];
  }
  if (isSignatureAligned) {
    return [recordFound, ok("passes by the signature alone: forwarded emails still pass")];
  }
  if (isReturnPathAligned) {
    return [recordFound, warning("passes by the return path alone: forwarded emails fail")];
  }
  return [
    recordFound,
    toDo(
      `neither the signature (${signed ?? "none"}) nor the return path (${returned}) belongs to ${from}: set DKIM_DOMAIN=${from}`,
    ),
  ];
}
