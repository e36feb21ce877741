import path from "node:path";
import { z } from "zod";

/** An empty line in `.env` means the same as no line. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

const withDefault = <T extends z.ZodType>(schema: T, value: string) =>
  z.preprocess((given) => (given === undefined || given === "" ? value : given), schema);

const timeZone = z.string().refine((zone) => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}, "is not a time zone: write one like Europe/Berlin or UTC");

const address = (protocols: string[], example: string) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `is not an address like ${example}`,
    );

const schema = z.object({
  DATABASE_URL: withDefault(
    z.string().regex(/^file:./, "must start with file: and name a file"),
    "file:./data/daily-papers.db",
  ),
  PORT: withDefault(
    z.coerce.number("must be a number").int().min(0).max(65535, "must be a port up to 65535"),
    "3000",
  ),
  SITE_NAME: withDefault(z.string().max(80), "Daily Papers"),
  SITE_URL: optional(address(["http:", "https:"], "https://papers.example.org")),
  SITE_CURATOR: withDefault(z.string().max(80), "our curators"),
  SECRET: z
    .string("is missing: put at least 32 random characters there (openssl rand -hex 32)")
    .min(32, "is too short: put at least 32 random characters there (openssl rand -hex 32)"),
  INGEST_TOKEN: optional(z.string().min(16, "is too short: at least 16 characters")),
  SMTP_URL: optional(address(["smtp:", "smtps:"], "smtps://user:password@mail.example.org")),
  MAIL_FROM: withDefault(z.string().includes("@"), "papers@localhost"),
  OUTBOX: withDefault(z.string(), "./data/outbox"),
  DIGEST_HOUR: withDefault(
    z.coerce.number("must be an hour from 0 to 23").int().min(0).max(23),
    "7",
  ),
  DIGEST_TIME_ZONE: withDefault(timeZone, "UTC"),
  DIGEST_SCHEDULE: withDefault(z.enum(["on", "off"], "must be on or off"), "on"),
  SOURCES: withDefault(z.string(), ""),
  SOURCES_PRIVATE: withDefault(z.enum(["allow", "refuse"], "must be allow or refuse"), "refuse"),
  CLOCK: optional(z.iso.datetime("must be an instant like 2026-02-19T12:00:00Z")),
  API_LIMIT: withDefault(
    z.coerce.number("must be a number of requests").int().min(1, "must be at least 1"),
    "500",
  ),
  TRUSTED_PROXY: withDefault(z.enum(["on", "off"], "must be on or off"), "off"),
  RECORDED_DATA: withDefault(z.string(), "../shared/data"),
});

export type Env = {
  databaseFile: string;
  port: number;
  siteName: string;
  /** Without a slash at its end */
  siteUrl: string;
  siteCurator: string;
  secret: string;
  ingestToken?: string;
  smtpUrl?: string;
  mailFrom: string;
  outbox: string;
  digest: { hour: number; timeZone: string; scheduled: boolean };
  /** As written; features/ingest/source-names.ts reads it */
  sources: string;
  /** Whether sources may be at private addresses */
  privateSources: boolean;
  /** Where the clock starts, for tests and demonstrations */
  clock?: string;
  /** Reads of the API that a client has within five minutes */
  apiLimit: number;
  recordedData: string;
};

/** Every bad setting at once, a line each. */
export class EnvError extends Error {}

/** @throws EnvError naming every bad value */
export function parseEnv(values: Record<string, string | undefined>): Env {
  const parsed = schema.safeParse(values);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    throw new EnvError(`Please mend .env: ${lines.join("; ")}.`);
  }
  const given = parsed.data;
  return {
    databaseFile: path.resolve(/* turbopackIgnore: true */ given.DATABASE_URL.slice(5)),
    port: given.PORT,
    siteName: given.SITE_NAME,
    siteUrl: (given.SITE_URL ?? `http://localhost:${given.PORT}`).replace(/\/+$/, ""),
    siteCurator: given.SITE_CURATOR,
    secret: given.SECRET,
    ingestToken: given.INGEST_TOKEN,
    smtpUrl: given.SMTP_URL,
    mailFrom: given.MAIL_FROM,
    outbox: path.resolve(/* turbopackIgnore: true */ given.OUTBOX),
    digest: {
      hour: given.DIGEST_HOUR,
      timeZone: given.DIGEST_TIME_ZONE,
      scheduled: given.DIGEST_SCHEDULE === "on",
    },
    sources: given.SOURCES,
    privateSources: given.SOURCES_PRIVATE === "allow",
    clock: given.CLOCK,
    apiLimit: given.API_LIMIT,
    recordedData: path.resolve(/* turbopackIgnore: true */ given.RECORDED_DATA),
  };
}

let known: Env | undefined;

/** The settings, read and checked once. @throws EnvError */
export function env(): Env {
  known ??= parseEnv(process.env);
  return known;
}

/** Tests give a test its own settings. */
export function useEnv(settings: Env): void {
  known = settings;
}
