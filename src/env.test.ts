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
  ["SECRET", "short"],
  ["INGEST_TOKEN", "short"],
  ["SMTP_URL", "https://mail.example.org"],
  ["MAIL_FROM", "Daily Papers"],
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
