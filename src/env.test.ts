import path from "node:path";
import { expect, test } from "vitest";
import { EnvError, parseEnv } from "./env";

const SECRET = "a secret of more than thirty-two characters";

function complaint(values: Record<string, string | undefined>): string {
  try {
    parseEnv(values);
  } catch (error) {
    if (error instanceof EnvError) return error.message;
    throw error;
  }
  throw new Error("these settings were taken");
}

test("everything but the secret has a default", () => {
  expect(parseEnv({ SECRET })).toEqual({
    databaseFile: path.resolve("data/daily-papers.db"),
    backups: { folder: path.resolve("data/backups"), keep: 7, scheduled: true },
    port: 3000,
    siteName: "Daily Papers",
    siteUrl: "http://localhost:3000",
    secret: SECRET,
    ingestToken: undefined,
    smtpUrl: undefined,
    mailFrom: "papers@localhost",
    outbox: path.resolve("data/outbox"),
    digest: { hour: 7, timeZone: "UTC", scheduled: true, onUncertain: "resend" },
    mail: { timeout: 120 },
    adminEmails: [],
    sources: "",
    privateSources: false,
    clock: undefined,
    apiLimit: 500,
    recordedData: path.resolve("../shared/data"),
  });
});

test("an empty value counts as absent", () => {
  const names = [
    ...["DATABASE_URL", "PORT", "SITE_NAME", "SITE_URL", "SITE_CURATOR", "INGEST_TOKEN"],
    ...[
      "SMTP_URL",
      "MAIL_FROM",
      "OUTBOX",
      "BACKUP_SCHEDULE",
      "BACKUP_FOLDER",
      "BACKUP_KEEP",
      "DIGEST_HOUR",
      "DIGEST_TIME_ZONE",
    ],
    ...["DIGEST_SCHEDULE", "SOURCES", "SOURCES_PRIVATE", "CLOCK", "RECORDED_DATA"],
    ...["API_LIMIT", "TRUSTED_PROXY"],
  ];
  const empty = Object.fromEntries(names.map((name) => [name, ""]));
  expect(parseEnv({ ...empty, SECRET })).toEqual(parseEnv({ SECRET }));
});

const BAD: [string, string][] = [
  ["DATABASE_URL", "postgres://localhost/papers"],
  ["DATABASE_URL", "file:"],
  ["PORT", "seventy"],
  ["PORT", "65536"],
  ["PORT", "-1"],
  ["PORT", "80.5"],
  ["SITE_NAME", "a".repeat(81)],
  ["SITE_URL", "papers.example.org"],
  ["SITE_URL", "ftp://papers.example.org"],
  ["SITE_URL", "javascript:alert(1)"],
  ["SITE_URL", "https://papers.example.org/papers"],
  ["SITE_URL", "https://papers.example.org/?a=b"],
  ["SITE_URL", "https://papers.example.org/#top"],
  ["SITE_URL", "https://ada:hunter4@papers.example.org"],
  ["SITE_URL", "https://papers .example.org"],
  ["SITE_URL", "https://"],
  ["SITE_URL", "https://papers.example.org:99999"],
  ["SECRET", "short"],
  ["INGEST_TOKEN", "short"],
  ["SMTP_URL", "https://mail.example.org"],
  ["SMTP_URL", "smtps://"],
  ["SMTP_URL", "smtps:mail.example.org"],
  ["SMTP_URL", "smtps://ada:hunter5"],
  ["SMTP_URL", "smtps://ada:hunter5@"],
  ["SMTP_URL", "smtps://ada:hunter5@mail.example.org:seventy"],
  ["SMTP_URL", "smtps://ada:hunter5@mail.example.org:99999"],
  ["SMTP_URL", "smtps://ada:hunter5@mail.example.org/inbox"],
  ["SMTP_URL", "smtps://ada:hunter5@mail example.org"],
  ["SMTP_URL", "smtps://ada:hunter5@[mail]"],
  ["MAIL_FROM", "Daily Papers"],
  ["MAIL_FROM", "Daily Papers <papers>"],
  ["MAIL_FROM", "a@example.org, b@example.org"],
  ["MAIL_FROM", "Daily Papers papers@example.org"],
  ["MAIL_FROM", "Papers\nBcc: eve <papers@example.org>"],
  ["ADMIN_EMAILS", "Ada"],
  ["ADMIN_EMAILS", "ada@example.org, Eve"],
  ["ADMIN_EMAILS", "Ada <ada@>"],
  ["DKIM_DOMAIN", "https://example.org"],
  ["API_LIMIT", "0"],
  ["API_LIMIT", "many"],
  ["TRUSTED_PROXY", "yes"],
  ["DIGEST_HOUR", "24"],
  ["DIGEST_HOUR", "-1"],
  ["DIGEST_HOUR", "noon"],
  ["DIGEST_TIME_ZONE", "Mars/Olympus"],
  ["DIGEST_SCHEDULE", "maybe"],
  ["DIGEST_IN_DOUBT", "perhaps"],
  ["MAIL_RATE", "0"],
  ["MAIL_TIMEOUT", "soon"],
  ["MAIL_BOUNCES", "nobody"],
  ["MAIL_BOUNCES", "bounces+all@example.org"],
  ["MAIL_BOUNCES", "thirteen-long@example.org"],
  ["JOB_TOKEN", "short"],
  ["SOURCES_PRIVATE", "perhaps"],
  ["CLOCK", "yesterday"],
];

test.each(BAD)("%s can't be %j, and the message names only this setting", (name, value) => {
  const message = complaint({ SECRET, [name]: value });
  expect(message).toMatch(new RegExp(`^Please fix \\.env: ${name} .+\\.$`));
  expect(message).not.toContain("; ");
});

test("one message names every invalid setting, and repeats no value", () => {
  const values = Object.fromEntries(BAD);
  const message = complaint({ ...values, SECRET: "hunter2", INGEST_TOKEN: "hunter3" });
  for (const [name] of BAD) expect(message).toContain(`${name} `);
  expect(message).not.toMatch(/hunter/);
});

test("the message about a missing secret explains how to create one", () => {
  expect(complaint({})).toBe(
    "Please fix .env: SECRET is missing: put at least 32 random characters there (openssl rand -hex 32).",
  );
});

test("values that are set are used", () => {
  const given = parseEnv({
    SECRET,
    DATABASE_URL: "file:/srv/papers.db",
    PORT: "0",
    SITE_URL: "https://papers.example.org//",
    SMTP_URL: "smtps://user:password@mail.example.org",
    DIGEST_HOUR: "0",
    DIGEST_TIME_ZONE: "Pacific/Kiritimati",
    DIGEST_SCHEDULE: "off",
    CLOCK: "2026-02-19T12:00:00Z",
  });
  expect(given).toMatchObject({
    databaseFile: "/srv/papers.db",
    port: 0,
    siteUrl: "https://papers.example.org",
    smtpUrl: "smtps://user:password@mail.example.org",
    digest: { hour: 0, timeZone: "Pacific/Kiritimati", scheduled: false },
    clock: "2026-02-19T12:00:00Z",
  });
});

test.each([
  ["SITE_URL", " https://Papers.Example.org:443/ ", { siteUrl: "https://papers.example.org" }],
  ["SITE_URL", "HTTPS://papers.example.org", { siteUrl: "https://papers.example.org" }],
  ["SITE_URL", "https://papers.example.org.", { siteUrl: "https://papers.example.org" }],
  ["SITE_URL", "https://papers.example.org:8443", { siteUrl: "https://papers.example.org:8443" }],
  ["SITE_URL", "https://бумаги.рф", { siteUrl: "https://xn--80abhur5b.xn--p1ai" }],
  ["SITE_URL", "http://[::1]:3000", { siteUrl: "http://[::1]:3000" }],
  ["SITE_URL", "  ", { siteUrl: "http://localhost:3000" }],
  ["MAIL_FROM", " Papers@Example.org ", { mailFrom: "papers@example.org" }],
  ["MAIL_FROM", "Papers <papers@рф.рф>", { mailFrom: "Papers <papers@xn--p1ai.xn--p1ai>" }],
  ["MAIL_FROM", '"Lab, Papers" <p@example.org>', { mailFrom: "Lab, Papers <p@example.org>" }],
  ["ADMIN_EMAILS", "Ada <Ada@example.org>", { adminEmails: ["ada@example.org"] }],
  [
    "ADMIN_EMAILS",
    '"Lovelace, Ada" <ada@example.org>; eve@рф.рф bob@example.org',
    { adminEmails: ["ada@example.org", "eve@xn--p1ai.xn--p1ai", "bob@example.org"] },
  ],
  ["MAIL_BOUNCES", "Bounces@рф.рф", { mail: { bounces: "bounces@xn--p1ai.xn--p1ai" } }],
  ["PORT", " 80 ", { port: 80 }],
  ["SMTP_URL", " SMTP://mail.example.org/ ", { smtpUrl: "smtp://mail.example.org" }],
  ["SMTP_URL", "smtp://[::1]:25", { smtpUrl: "smtp://[::1]:25" }],
  ["SMTP_URL", "smtps://u:a#b/c?d@e@m.org", { smtpUrl: "smtps://u:a%23b%2Fc%3Fd%40e@m.org" }],
  ["SMTP_URL", "smtps://u:12#x@m.org:465", { smtpUrl: "smtps://u:12%23x@m.org:465" }],
  ["SMTP_URL", "smtps://u:a%23b@m.org", { smtpUrl: "smtps://u:a%23b@m.org" }],
  ["SMTP_URL", "smtps://u:50%@m.org", { smtpUrl: "smtps://u:50%25@m.org" }],
  ["SMTP_URL", "smtps://u@x.org:p:q@m.org", { smtpUrl: "smtps://u%40x.org:p%3Aq@m.org" }],
  ["SMTP_URL", "smtp://u:p@почта.рф", { smtpUrl: "smtp://u:p@xn--80a1acny.xn--p1ai" }],
  [
    "SMTP_URL",
    "smtp://u:p@m.org:25?name=a@b.org",
    { smtpUrl: "smtp://u:p@m.org:25/?name=a@b.org" },
  ],
])("%s=%j is normalized", (name, value, expected) => {
  expect(parseEnv({ SECRET, [name]: value })).toMatchObject(expected);
});

test("the message about SITE_URL shows what to write", () => {
  expect(complaint({ SECRET, SITE_URL: "https://papers.example.org/papers" })).toBe(
    "Please fix .env: SITE_URL must end after the domain, because the site can't run below a path: write https://papers.example.org.",
  );
});
