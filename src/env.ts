import path from "node:path";
import { z } from "zod";
import {
  findEmailAddress,
  findMailbox,
  parseAddressList,
  toAsciiDomain,
} from "./env/email-address";
import { normalizeSiteUrl, normalizeSmtpUrl, SettingError } from "./env/urls";

/** Removes blanks around a value. An empty one counts as absent. */
const trimValue = (value: unknown) =>
  typeof value === "string" ? value.trim() || undefined : value;

const optional = <T extends z.ZodType>(schema: T) => z.preprocess(trimValue, schema.optional());

const withDefault = <T extends z.ZodType>(schema: T, value: string) =>
  z.preprocess((given) => trimValue(given) ?? value, schema);

/** Converts a value with a function that throws SettingError for an invalid one. */
const converted = <T>(convert: (text: string) => T) =>
  z.string().transform((text, context) => {
    try {
      return convert(text);
    } catch (error) {
      if (!(error instanceof SettingError)) throw error;
      context.addIssue({ code: "custom", message: error.message });
      return z.NEVER;
    }
  });

/** Parses MAIL_FROM into `address` or `Name <address>`. */
function parseSender(text: string): string {
  const mailbox = findMailbox(text);
  if (!mailbox) {
    throw new SettingError(
      "must be one address like papers@example.org, or a name with an address: Papers <papers@example.org>",
    );
  }
  return mailbox.name ? `${mailbox.name} <${mailbox.address}>` : mailbox.address;
}

/** Parses MAIL_BOUNCES. What the site adds to it, + and a token, must fit before the @. */
function parseBouncesAddress(text: string): string {
  const address = findEmailAddress(text);
  if (address && /^[^+]{1,12}@/.test(address)) return address;
  throw new SettingError(
    "must be an address like bounces@example.org, with at most 12 characters and no + before the @",
  );
}

function parseAdmins(text: string): string[] {
  const { addresses, wrong } = parseAddressList(text);
  if (wrong === undefined) return addresses;
  throw new SettingError(
    `must be email addresses separated by commas, with or without a name (Ada <ada@example.org>), and ${wrong.slice(0, 80)} is none`,
  );
}

function parseDomain(text: string): string {
  const domain = toAsciiDomain(text.replace(/\.$/, ""));
  if (/^[a-z\d_-]+(\.[a-z\d_-]+)*$/.test(domain)) return domain;
  throw new SettingError("must be a domain like example.org");
}

const timeZone = z.string().refine((zone) => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}, "is not a time zone: write one like Europe/Berlin or UTC");

const url = (protocols: string[], example: string) =>
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
  BACKUP_SCHEDULE: withDefault(z.enum(["on", "off"], "must be on or off"), "on"),
  BACKUP_FOLDER: withDefault(z.string(), "./data/backups"),
  BACKUP_KEEP: withDefault(
    z.coerce.number("must be a number of backups").int().min(1, "must be at least 1"),
    "7",
  ),
  PORT: withDefault(
    z.coerce.number("must be a number").int().min(0).max(65535, "must be a port up to 65535"),
    "3000",
  ),
  SITE_NAME: withDefault(z.string().max(80), "Daily Papers"),
  SITE_URL: optional(converted(normalizeSiteUrl)),
  SITE_CURATOR: optional(z.string().max(80)),
  SECRET: z
    .string("is missing: put at least 32 random characters there (openssl rand -hex 32)")
    .min(32, "is too short: put at least 32 random characters there (openssl rand -hex 32)"),
  INGEST_TOKEN: optional(z.string().min(16, "is too short: at least 16 characters")),
  SMTP_URL: optional(converted(normalizeSmtpUrl)),
  MAIL_FROM: withDefault(converted(parseSender), "papers@localhost"),
  OUTBOX: withDefault(z.string(), "./data/outbox"),
  DIGEST_HOUR: withDefault(
    z.coerce.number("must be an hour from 0 to 23").int().min(0).max(23),
    "7",
  ),
  DIGEST_TIME_ZONE: withDefault(timeZone, "UTC"),
  DIGEST_SCHEDULE: withDefault(z.enum(["on", "off"], "must be on or off"), "on"),
  DIGEST_IN_DOUBT: withDefault(z.enum(["resend", "hold"], "must be resend or hold"), "resend"),
  MAIL_RATE: optional(z.coerce.number("must be emails per minute").positive("must be above 0")),
  MAIL_TIMEOUT: withDefault(
    z.coerce.number("must be a number of seconds").positive("must be above 0"),
    "120",
  ),
  MAIL_BOUNCES: optional(converted(parseBouncesAddress)),
  BOUNCES_FOLDER: optional(z.string()),
  DKIM_DOMAIN: optional(converted(parseDomain)),
  DKIM_SELECTOR: optional(z.string()),
  DKIM_KEY: optional(z.string()),
  JOB_TOKEN: optional(z.string().min(16, "is too short: at least 16 characters")),
  ADMIN_EMAILS: withDefault(converted(parseAdmins), ""),
  SOURCES: withDefault(z.string(), ""),
  SOURCES_PRIVATE: withDefault(z.enum(["allow", "refuse"], "must be allow or refuse"), "refuse"),
  EMBEDDINGS_URL: optional(url(["http:", "https:"], "http://localhost:11434")),
  EMBEDDINGS_MODEL: optional(z.string().max(200)),
  EMBEDDINGS_KEY: optional(z.string()),
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
  /** Where backups are written, how many of them are kept, and whether the server makes one a day */
  backups: { folder: string; keep: number; scheduled: boolean };
  port: number;
  siteName: string;
  /** The public address, without a path or a slash at its end */
  siteUrl: string;
  /** The curators as headings name them: "by … and the research community" */
  siteCurator?: string;
  secret: string;
  ingestToken?: string;
  smtpUrl?: string;
  mailFrom: string;
  outbox: string;
  /** The schedule of the site's own editions, and the default of each subscription */
  digest: { hour: number; timeZone: string; scheduled: boolean; onUncertain: "resend" | "hold" };
  mail: {
    /** How many of the digest's emails are sent within a minute, at most */
    rate?: number;
    /** Seconds of silence after which a connection counts as lost */
    timeout: number;
    /** The address that bounces go to; each subscriber's has a token after a + */
    bounces?: string;
    /** The maildir that `npm run job bounces` reads */
    bouncesFolder?: string;
    dkim?: { domain: string; selector: string; keyFile: string };
  };
  /** The token that POST /api/jobs/… and POST /api/bounces require */
  jobToken?: string;
  /** As findEmailAddress (env/email-address.ts) returns them */
  adminEmails: string[];
  /** As written; features/ingest/pull/source-config.ts parses it */
  sources: string;
  /** Whether sources may be at private addresses */
  privateSources: boolean;
  /** A service that computes embeddings by OpenAI's API */
  embedder?: { url: string; model: string; key?: string };
  /** The instant at which the clock starts, for tests and demonstrations */
  clock?: string;
  /** How many requests to the read API a client may send within five minutes */
  apiLimit: number;
  recordedData: string;
};

/** Its message names every invalid setting. */
export class EnvError extends Error {}

type Dkim = { DKIM_DOMAIN?: string; DKIM_SELECTOR?: string; DKIM_KEY?: string };

/** @throws EnvError if one of the three is set without the others */
function parseDkim({ DKIM_DOMAIN, DKIM_SELECTOR, DKIM_KEY }: Dkim): Env["mail"]["dkim"] {
  if (!DKIM_DOMAIN && !DKIM_SELECTOR && !DKIM_KEY) return undefined;
  if (!DKIM_DOMAIN || !DKIM_SELECTOR || !DKIM_KEY) {
    throw new EnvError(
      "Please fix .env: DKIM_DOMAIN, DKIM_SELECTOR and DKIM_KEY belong together: set all three or none.",
    );
  }
  const keyFile = path.resolve(/* turbopackIgnore: true */ DKIM_KEY);
  return { domain: DKIM_DOMAIN, selector: DKIM_SELECTOR, keyFile };
}

/**
 * Parses environment variables.
 *
 * @throws EnvError that names every invalid value
 */
export function parseEnv(values: Record<string, string | undefined>): Env {
  const parsed = schema.safeParse(values);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    throw new EnvError(`Please fix .env: ${lines.join("; ")}.`);
  }
  const given = parsed.data;
  return {
    databaseFile: path.resolve(/* turbopackIgnore: true */ given.DATABASE_URL.slice(5)),
    backups: {
      folder: path.resolve(/* turbopackIgnore: true */ given.BACKUP_FOLDER),
      keep: given.BACKUP_KEEP,
      scheduled: given.BACKUP_SCHEDULE === "on",
    },
    port: given.PORT,
    siteName: given.SITE_NAME,
    siteUrl: given.SITE_URL ?? `http://localhost:${given.PORT}`,
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
      onUncertain: given.DIGEST_IN_DOUBT,
    },
    mail: {
      rate: given.MAIL_RATE,
      timeout: given.MAIL_TIMEOUT,
      bounces: given.MAIL_BOUNCES,
      bouncesFolder:
        given.BOUNCES_FOLDER && path.resolve(/* turbopackIgnore: true */ given.BOUNCES_FOLDER),
      dkim: parseDkim(given),
    },
    jobToken: given.JOB_TOKEN,
    adminEmails: given.ADMIN_EMAILS,
    sources: given.SOURCES,
    privateSources: given.SOURCES_PRIVATE === "allow",
    embedder: given.EMBEDDINGS_URL
      ? {
          url: given.EMBEDDINGS_URL,
          model: given.EMBEDDINGS_MODEL ?? "default",
          key: given.EMBEDDINGS_KEY,
        }
      : undefined,
    clock: given.CLOCK,
    apiLimit: given.API_LIMIT,
    recordedData: path.resolve(/* turbopackIgnore: true */ given.RECORDED_DATA),
  };
}

let current: Env | undefined;

/** Returns the settings. They are parsed once. @throws EnvError */
export function env(): Env {
  current ??= parseEnv(process.env);
  return current;
}

/** Replaces the settings. Only for tests. */
export function useEnv(settings: Env): void {
  current = settings;
}
