import { generateKeyPairSync } from "node:crypto";
import { serveNames, type Zone } from "@tests/name-server";
import { describe, expect, test } from "vitest";
import { examine } from "./examine";
import type { Finding } from "./finding";

const keyOf = (bits: number) => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: bits });
  const pem = String(privateKey.export({ type: "pkcs8", format: "pem" }));
  return { pem, p: publicKey.export({ type: "spki", format: "der" }).toString("base64") };
};
const KEY = keyOf(2048);
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

async function examined({ zone = {}, settings, mail, key = KEY.pem }: More = {}) {
  return examine({
    settings: { ...SETTINGS, ...settings, mail: { ...MAIL, ...settings?.mail, ...mail } },
    dns: await serveNames(zone && { ...HEALTHY, ...zone }),
    login: LOGIN,
    dkimKey: key,
  });
}

/** What is not in order, a line each. */
const complaints = async (more: More) =>
  (await examined(more))
    .filter(({ level }) => level !== "ok")
    .map(({ level, subject, message }) => `${level} ${subject}: ${message}`);

test("a site in order has nothing to do, and every check says so", async () => {
  const findings = await examined();
  expect(findings.filter(({ level }) => level !== "ok")).toEqual([]);
  expect(findings.map(({ subject }) => subject)).toEqual([
    ...["SMTP login", "SPF of example.test", "DKIM", "DMARC of example.test"],
    ...["DMARC of example.test", `PTR of ${ADDRESS}`, "MAIL_BOUNCES", "List-Unsubscribe"],
  ]);
});

describe("what is not in order is said with what to put into the DNS", () => {
  const gone: string[] = [];
  test.each<[string, More, RegExp]>([
    [
      "no SPF",
      { zone: { "example.test": ["MX 10 mx.example.test"] } },
      /^to do SPF .*put TXT example\.test "v=spf1 ip4:203\.0\.114\.10 -all"/,
    ],
    [
      "SPF of others",
      { zone: { "example.test": ["TXT v=spf1 -all", "MX 1 mx.example.test"] } },
      /^to do SPF .*\(fail\): add ip4:203\.0\.114\.10/,
    ],
    [
      "two SPF",
      {
        zone: { "example.test": ["TXT v=spf1 -all", "TXT v=spf1 mx -all", "MX 1 mx.example.test"] },
      },
      /^to do SPF .*2 of them/,
    ],
    [
      "SPF with macros",
      { zone: { "example.test": ["TXT v=spf1 exists:%{i}.test -all", "MX 1 mx.example.test"] } },
      /^warning SPF .*can't be told/,
    ],
    [
      "no key in the DNS",
      { zone: { [SIGNED]: gone } },
      /^to do DKIM: .*TXT s1\._domainkey\.example\.test "v=DKIM1; k=rsa; p=MII/,
    ],
    [
      "another key",
      { zone: { [SIGNED]: ["TXT v=DKIM1; p=AAAA"] } },
      /^to do DKIM: the DNS has another key/,
    ],
    ["a revoked key", { zone: { [SIGNED]: ["TXT v=DKIM1; p="] } }, /^to do DKIM: .*revoked/],
    [
      "a key on trial",
      { zone: { [SIGNED]: [`TXT v=DKIM1; t=y; p=${KEY.p}`] } },
      /^warning DKIM: .*t=y/,
    ],
    [
      "two keys",
      { zone: { [SIGNED]: ["TXT p=AAAA", `TXT p=${KEY.p}`] } },
      /^to do DKIM: .*2 records/,
    ],
    [
      "no file with a key",
      { key: null },
      /^to do DKIM: \/keys\/dkim\.pem holds no private key.*openssl genrsa/,
    ],
    ["a key of a kind that isn't used", { key: ED25519 }, /^to do DKIM: the key is no RSA key/],
    [
      "no DMARC",
      { zone: { "_dmarc.example.test": gone } },
      /^to do DMARC .*put TXT _dmarc\.example\.test "v=DMARC1; p=none"/,
    ],
    [
      "DMARC without a policy",
      { zone: { "_dmarc.example.test": ["TXT v=DMARC1"] } },
      /^to do DMARC .*counts for nothing/,
    ],
    ["no PTR", { zone: { "10.114.0.203.in-addr.arpa": gone } }, /^to do PTR .*there is none/],
    [
      "a PTR that leads elsewhere",
      { zone: { "10.114.0.203.in-addr.arpa": ["PTR other.test"] } },
      /^to do PTR .*other\.test doesn't lead back/,
    ],
    [
      "returns to nowhere",
      { mail: { bounces: "b@nowhere.example.test" } },
      /^to do MAIL_BOUNCES: nowhere\.example\.test takes no mail: put MX/,
    ],
    ["no returns", { mail: { bounces: undefined } }, /^warning MAIL_BOUNCES: is not set/],
    [
      "no https",
      { settings: { siteUrl: "http://papers.example.test" } },
      /^to do List-Unsubscribe: .*SITE_URL is http:/,
    ],
    [
      "a mail server at home",
      { settings: { smtpUrl: "smtp://127.0.0.1:25" } },
      /^warning the mail server's address: /,
    ],
    [
      "no mail server",
      { settings: { smtpUrl: undefined } },
      /^warning the mail server's address: /,
    ],
  ])("%s", async (_, more, complaint) => {
    expect((await complaints(more)).some((line) => complaint.test(line))).toBe(true);
  });

  test("a short key, and one that receivers ignore", async () => {
    const short = keyOf(1024);
    const zone = { [SIGNED]: [`TXT p=${short.p}`] };
    expect(await complaints({ zone, key: short.pem })).toEqual([
      "warning DKIM: the key has 1024 bits: 2048 are usual by now",
    ]);
  });

  test("unsigned mails", async () => {
    const lines = await complaints({ mail: { dkim: undefined } });
    expect(lines[0]).toMatch(/^to do DKIM: mails aren't signed\. Make a key: openssl genrsa/);
    expect(lines[1]).toMatch(/^warning DMARC .*by the return path alone/);
  });
});

describe("DMARC's alignment", () => {
  const other = { domain: "other.test", selector: "s1", keyFile: "/keys/dkim.pem" };
  test("with neither the signature nor the return path of the sender's domain fails", async () => {
    const lines = await complaints({ mail: { dkim: other, bounces: "b@other.test" } });
    expect(lines.some((line) => /^to do DMARC .*set DKIM_DOMAIN=example\.test/.test(line))).toBe(
      true,
    );
  });

  test("is found above the sender's domain, and may be strict", async () => {
    const settings = { mailFrom: "papers@news.example.test" };
    const lines = await complaints({ settings });
    expect(lines.filter((line) => line.includes("DMARC"))).toEqual([]);
    const zone = { "_dmarc.example.test": ["TXT v=DMARC1; p=none; adkim=s; aspf=s"] };
    const strict = await complaints({ settings, zone });
    expect(strict.some((line) => /^to do DMARC .*neither/.test(line))).toBe(true);
  });
});

test("a DNS that doesn't answer is a sentence for each check, and no error", async () => {
  const lines = await complaints({ zone: null });
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines)
    expect(line).toMatch(/^warning .*(can't be told: the DNS doesn't answer for|names none)/);
});
