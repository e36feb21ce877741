import { generateKeyPairSync } from "node:crypto";
import { serveNames, type Zone } from "@tests/name-server";
import { describe, expect, test } from "vitest";
import { examine } from "./examine";
import type { Finding } from "./finding";

const createKey = (bits: number) => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: bits });
  const pem = String(privateKey.export({ type: "pkcs8", format: "pem" }));
  return { pem, p: publicKey.export({ type: "spki", format: "der" }).toString("base64") };
};
const KEY = createKey(2048);
const ED25519 = String(
  generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }),
);

const ADDRESS = "203.0.114.10";
const SIGNED = "s1._domainkey.example.test";
const HEALTHY: Zone = {
  "mx.example.test": [`A ${ADDRESS}`],
  "10.114.0.203.in-addr.arpa": ["PTR mx.example.test"],
  "example.test": ["TXT v=spf1 mx -all", "TXT something else", "MX 10 mx.example.test"],
  [SIGNED]: [`TXT v=DKIM1; k=rsa; p=${KEY.p}`],
  "_dmarc.example.test": ["TXT v=DMARC1; p=quarantine"],
};
const LOGIN: Finding = { level: "ok", subject: "SMTP login", message: "fine" };
const MAIL = {
  timeout: 120,
  bounces: "bounces@example.test" as string | undefined,
  dkim: { domain: "example.test", selector: "s1", keyFile: "/keys/dkim.pem" } as
    | { domain: string; selector: string; keyFile: string }
    | undefined,
};
const SETTINGS = {
  smtpUrl: "smtps://user:password@mx.example.test" as string | undefined,
  mailFrom: "Papers <papers@example.test>",
  siteUrl: "https://papers.example.test",
  mail: MAIL,
};

type More = {
  zone?: Zone | null;
  settings?: Partial<typeof SETTINGS>;
  mail?: Partial<typeof MAIL>;
  key?: string | null;
};

async function examineSetup({ zone = {}, settings, mail, key = KEY.pem }: More = {}) {
  return examine({
    settings: { ...SETTINGS, ...settings, mail: { ...MAIL, ...settings?.mail, ...mail } },
    dns: await serveNames(zone && { ...HEALTHY, ...zone }),
    login: LOGIN,
    dkimKey: key,
  });
}

/** Lists the findings that are not ok, a line each. */
const listProblems = async (more: More) =>
  (await examineSetup(more))
    .filter(({ level }) => level !== "ok")
    .map(({ level, subject, message }) => `${level} ${subject}: ${message}`);

test("a correct setup has nothing to do, and every check reports ok", async () => {
  const findings = await examineSetup();
  expect(findings.filter(({ level }) => level !== "ok")).toEqual([]);
  expect(findings.map(({ subject }) => subject)).toEqual([
    ...["SMTP login", "SPF of example.test", "DKIM", "DMARC of example.test"],
    ...["DMARC of example.test", `PTR of ${ADDRESS}`, "MAIL_BOUNCES", "List-Unsubscribe"],
  ]);
});

describe("a problem is reported with the DNS record to add", () => {
  const gone: string[] = [];
  test.each<[string, More, RegExp]>([
    [
      "no SPF",
      { zone: { "example.test": ["MX 10 mx.example.test"] } },
      /^to do SPF .*add TXT example\.test "v=spf1 ip4:203\.0\.114\.10 -all"/,
    ],
    [
      "SPF that allows only others",
      { zone: { "example.test": ["TXT v=spf1 -all", "MX 1 mx.example.test"] } },
      /^to do SPF .*\(fail\): add ip4:203\.0\.114\.10/,
    ],
    [
      "two SPF records",
      {
        zone: { "example.test": ["TXT v=spf1 -all", "TXT v=spf1 mx -all", "MX 1 mx.example.test"] },
      },
      /^to do SPF .*2 records/,
    ],
    [
      "SPF with macros",
      { zone: { "example.test": ["TXT v=spf1 exists:%{i}.test -all", "MX 1 mx.example.test"] } },
      /^warning SPF .*can't be checked/,
    ],
    [
      "no key in the DNS",
      { zone: { [SIGNED]: gone } },
      /^to do DKIM: .*TXT s1\._domainkey\.example\.test "v=DKIM1; k=rsa; p=MII/,
    ],
    [
      "a different key",
      { zone: { [SIGNED]: ["TXT v=DKIM1; p=AAAA"] } },
      /^to do DKIM: the key in the DNS does not match DKIM_KEY/,
    ],
    ["a revoked key", { zone: { [SIGNED]: ["TXT v=DKIM1; p="] } }, /^to do DKIM: .*revoked/],
    [
      "a key marked as a test",
      { zone: { [SIGNED]: [`TXT v=DKIM1; t=y; p=${KEY.p}`] } },
      /^warning DKIM: .*t=y/,
    ],
    [
      "two keys",
      { zone: { [SIGNED]: ["TXT p=AAAA", `TXT p=${KEY.p}`] } },
      /^to do DKIM: .*2 records/,
    ],
    [
      "no readable key file",
      { key: null },
      /^to do DKIM: \/keys\/dkim\.pem contains no readable private key.*openssl genrsa/,
    ],
    ["a key that is not RSA", { key: ED25519 }, /^to do DKIM: the key is not an RSA key/],
    [
      "no DMARC",
      { zone: { "_dmarc.example.test": gone } },
      /^to do DMARC .*start with TXT _dmarc\.example\.test "v=DMARC1; p=none"/,
    ],
    [
      "DMARC without a policy",
      { zone: { "_dmarc.example.test": ["TXT v=DMARC1"] } },
      /^to do DMARC .*is not valid/,
    ],
    ["no PTR", { zone: { "10.114.0.203.in-addr.arpa": gone } }, /^to do PTR .*no record found/],
    [
      "a PTR of another server",
      { zone: { "10.114.0.203.in-addr.arpa": ["PTR other.test"] } },
      /^to do PTR .*other\.test does not resolve to/,
    ],
    [
      "a bounce domain that receives no email",
      { mail: { bounces: "b@nowhere.example.test" } },
      /^to do MAIL_BOUNCES: nowhere\.example\.test receives no email: add MX/,
    ],
    ["no bounce address", { mail: { bounces: undefined } }, /^warning MAIL_BOUNCES: is not set/],
    [
      "no https",
      { settings: { siteUrl: "http://papers.example.test" } },
      /^to do List-Unsubscribe: .*SITE_URL is http:/,
    ],
    [
      "a mail server without a public address",
      { settings: { smtpUrl: "smtp://127.0.0.1:25" } },
      /^warning the mail server's address: /,
    ],
    [
      "no mail server",
      { settings: { smtpUrl: undefined } },
      /^warning the mail server's address: /,
    ],
  ])("%s", async (_, more, complaint) => {
    expect((await listProblems(more)).some((line) => complaint.test(line))).toBe(true);
  });

  test("a short key", async () => {
    const short = createKey(1024);
    const zone = { [SIGNED]: [`TXT p=${short.p}`] };
    expect(await listProblems({ zone, key: short.pem })).toEqual([
      "warning DKIM: the key has 1024 bits; 2048 are usual today",
    ]);
  });

  test("a key so short that receivers ignore it", async () => {
    const short = createKey(512);
    const zone = { [SIGNED]: [`TXT p=${short.p}`] };
    expect((await listProblems({ zone, key: short.pem }))[0]).toMatch(
      /^to do DKIM: the key has 512 bits, which receivers ignore\. Create one: openssl genrsa/,
    );
  });

  test("unsigned emails", async () => {
    const lines = await listProblems({ mail: { dkim: undefined } });
    expect(lines[0]).toMatch(/^to do DKIM: emails are not signed\. Create a key: openssl genrsa/);
    expect(lines[1]).toMatch(/^warning DMARC .*by the return path alone/);
  });
});

describe("DMARC's alignment", () => {
  const other = { domain: "other.test", selector: "s1", keyFile: "/keys/dkim.pem" };
  test("fails if neither the signature nor the return path is of the sender's domain", async () => {
    const lines = await listProblems({ mail: { dkim: other, bounces: "b@other.test" } });
    expect(lines.some((line) => /^to do DMARC .*set DKIM_DOMAIN=example\.test/.test(line))).toBe(
      true,
    );
  });

  test("uses the record of the domain above, which may be strict", async () => {
    const settings = { mailFrom: "papers@news.example.test" };
    const lines = await listProblems({ settings });
    expect(lines.filter((line) => line.includes("DMARC"))).toEqual([]);
    const zone = { "_dmarc.example.test": ["TXT v=DMARC1; p=none; adkim=s; aspf=s"] };
    const strict = await listProblems({ settings, zone });
    expect(strict.some((line) => /^to do DMARC .*neither/.test(line))).toBe(true);
  });
});

test("a DNS that does not answer is a warning for each check, and no error", async () => {
  const lines = await listProblems({ zone: null });
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines)
    expect(line).toMatch(
      /^warning .*(can't be checked: the DNS does not answer for|names no public address)/,
    );
});
