import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import type { NameServer } from "@/lib/name-server";
import type { Finding } from "./finding";
import { evaluateSpf } from "./spf";

/** `v=DKIM1; k=rsa; p=…` as its tags. */
const parseTags = (record: string) =>
  new Map(
    record.split(";").map((tag): [string, string] => {
      const [name = "", ...value] = tag.split("=");
      return [name.trim().toLowerCase(), value.join("=").trim()];
    }),
  );

/** Whether receivers let the mail server send for a domain. */
export async function checkSpf(
  dns: NameServer,
  domain: string,
  hosts: string[],
): Promise<Finding[]> {
  const subject = `SPF of ${domain}`;
  const missing = hosts.map((one) => `ip${one.includes(":") ? 6 : 4}:${one}`).join(" ");
  const findings: Finding[] = [];
  for (const host of hosts) {
    const { result, why } = await evaluateSpf(dns, domain, host);
    if (result === "pass") findings.push({ level: "ok", subject, message: `lets ${host} send` });
    else if (result === "none") {
      const message = `there is none: put TXT ${domain} "v=spf1 ${missing} -all" into the DNS`;
      return [{ level: "to do", subject, message }];
    } else if (result === "permerror") {
      const message = `the record counts for nothing, because ${why}: mend it`;
      return [{ level: "to do", subject, message }];
    } else if (result === "unknown") {
      findings.push({ level: "warning", subject, message: `can't be told for ${host}: ${why}` });
    } else {
      const term = `ip${host.includes(":") ? 6 : 4}:${host}`;
      const message = `doesn't let ${host} send (${result}): add ${term} before its "all", or the include: that your provider names`;
      findings.push({ level: "to do", subject, message });
    }
  }
  return findings;
}

const MAKE_KEY =
  "openssl genrsa -out data/dkim.pem 2048, then set DKIM_DOMAIN, DKIM_SELECTOR (any word) and DKIM_KEY=data/dkim.pem";

/** What a record has after p=, of a private key. */
const publicText = (key: KeyObject) =>
  createPublicKey(key).export({ type: "spki", format: "der" }).toString("base64");

/** Whether receivers find the key that mails are signed with. `pem` is null where its file can't be read. */
export async function checkDkim(
  dns: NameServer,
  dkim: { domain: string; selector: string; keyFile: string } | undefined,
  pem: string | null,
): Promise<Finding> {
  const subject = "DKIM";
  if (!dkim) {
    return { level: "to do", subject, message: `mails aren't signed. Make a key: ${MAKE_KEY}` };
  }
  let key: KeyObject;
  try {
    key = createPrivateKey(pem ?? "");
  } catch {
    const message = `${dkim.keyFile} holds no private key (PEM) that can be read. Make one: ${MAKE_KEY}`;
    return { level: "to do", subject, message };
  }
  if (key.asymmetricKeyType !== "rsa") {
    return {
      level: "to do",
      subject,
      message: `the key is no RSA key, which is what mails are signed with here. Make one: ${MAKE_KEY}`,
    };
  }
  const name = `${dkim.selector}._domainkey.${dkim.domain}`;
  const wanted = publicText(key);
  const create = `TXT ${name} "v=DKIM1; k=rsa; p=${wanted}"`;
  const records = (await dns.resolveTxt(name)).map(parseTags).filter((tags) => tags.has("p"));
  const [tags] = records;
  if (!tags)
    return { level: "to do", subject, message: `there is no key in the DNS: put in ${create}` };
  if (records.length > 1) {
    return {
      level: "to do",
      subject,
      message: `${name} has ${records.length} records: leave one, ${create}`,
    };
  }
  const published = (tags.get("p") ?? "").replaceAll(/\s/g, "");
  if (published === "")
    return { level: "to do", subject, message: `the key in the DNS is revoked: put in ${create}` };
  if (published !== wanted) {
    return {
      level: "to do",
      subject,
      message: `the DNS has another key than DKIM_KEY: replace it by ${create}`,
    };
  }
  if ((tags.get("t") ?? "").split(":").includes("y")) {
    return { level: "warning", subject, message: `${name} says t=y, only a test: take that out` };
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < 1024)
    return {
      level: "to do",
      subject,
      message: `the key has ${bits} bits, which receivers ignore. Make one: ${MAKE_KEY}`,
    };
  if (bits < 2048)
    return {
      level: "warning",
      subject,
      message: `the key has ${bits} bits: 2048 are usual by now`,
    };
  return { level: "ok", subject, message: `${name} has the key of DKIM_KEY` };
}

/** DMARC's record for a domain, or for the nearest domain above it that has one. */
async function findDmarc(dns: NameServer, domain: string) {
  const labels = domain.split(".");
  for (let at = 0; at < Math.max(1, labels.length - 1) && at < 8; at += 1) {
    const of = labels.slice(at).join(".");
    const records = (await dns.resolveTxt(`_dmarc.${of}`)).filter((text) =>
      /^v=DMARC1\b/i.test(text),
    );
    if (records.length > 0) return { of, records };
  }
  return null;
}

const isUnder = (domain: string, above: string) => domain === above || domain.endsWith(`.${above}`);

/** Whether what is proven, by signature or by return path, is proven for the domain that readers see. */
export async function checkDmarc(
  dns: NameServer,
  { from, signed, returned }: { from: string; signed?: string; returned: string },
): Promise<Finding[]> {
  const subject = `DMARC of ${from}`;
  const found = await findDmarc(dns, from);
  if (!found) {
    const message = `there is none, and the large receivers want one: put TXT _dmarc.${from} "v=DMARC1; p=none" into the DNS to begin with`;
    return [{ level: "to do", subject, message }];
  }
  const [record = ""] = found.records;
  const tags = parseTags(record);
  const policy = tags.get("p")?.toLowerCase() ?? "";
  if (found.records.length > 1 || !["none", "quarantine", "reject"].includes(policy)) {
    const message = `_dmarc.${found.of} counts for nothing: leave one record, with p=none, p=quarantine or p=reject`;
    return [{ level: "to do", subject, message }];
  }
  const isAligned = (domain: string, mode: string | undefined) =>
    domain === from || (mode !== "s" && isUnder(domain, found.of) && isUnder(from, found.of));
  const bySignature = signed !== undefined && isAligned(signed, tags.get("adkim"));
  const byPath = isAligned(returned, tags.get("aspf"));
  const there: Finding = { level: "ok", subject, message: `_dmarc.${found.of} says p=${policy}` };
  if (!bySignature && !byPath) {
    const message = `neither the signature (${signed ?? "none"}) nor the return path (${returned}) is of ${from}: set DKIM_DOMAIN=${from}`;
    return [there, { level: "to do", subject, message }];
  }
  if (!bySignature || !byPath) {
    const message = `holds by the ${bySignature ? "signature" : "return path"} alone: a mail that is forwarded ${bySignature ? "still passes" : "fails"}`;
    return [there, { level: bySignature ? "ok" : "warning", subject, message }];
  }
  return [
    there,
    { level: "ok", subject, message: "holds by the signature and by the return path" },
  ];
}
