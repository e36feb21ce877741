import { z } from "zod";
import type { StopCause } from "@/db/generated/enums";
import { parseEmail } from "@/features/auth/schema";
import { PAPERS_PER_EMAIL, type Preferences } from "@/features/digest/schema";
import { parsePreferences, TOPIC_LISTS } from "@/features/digest/subscription/preferences";
import { AppError } from "@/lib/errors";
import { toOneLine, truncate } from "@/lib/text/text";
import type { Row } from "./table";

const STATES = ["active", "unsubscribed", "stopped"] as const;
const STOP_CAUSES = ["refused", "bounced", "bouncing", "complained"] as const;

/** A subscription as a row describes it. One that ended elsewhere is imported as ended. */
export type ImportedSubscriber = {
  email: string;
  state: (typeof STATES)[number];
  preferences: Preferences;
  confirmedAt: Date;
  consentSource: string;
  pausedUntil: Date | null;
  createdAt: Date;
  unsubscribedAt: Date | null;
  stoppedAt: Date | null;
  stoppedBy: StopCause | null;
};

export type ImportDefaults = {
  /** For rows without an hour and a time zone */
  hour: number;
  timeZone: string;
  now: Date;
  /** The origin of the table, in the admin's words */
  source: string;
  /**
   * Preferences that were parsed before, by their cells as JSON: most rows of a table have the same
   * ones, and a time zone is slow to check
   */
  parsedPreferences: Map<string, Preferences>;
};

const rowError = (sentence: string) => new AppError("unprocessable", sentence);

const TIME =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

type TimeColumn = "consented_at" | "paused_until" | "created_at" | "unsubscribed_at" | "stopped_at";

/**
 * Parses `2026-02-19`, `2026-02-19 12:00` or `2026-02-19T12:00:00Z`, in UTC if there is no offset.
 * Returns null for an empty cell.
 */
function parseTime(row: Row, column: TimeColumn): Date | null {
  const text = row[column] ?? "";
  if (text === "") return null;
  const [, day = "", time = "00:00", seconds = ":00", zone = "Z"] = TIME.exec(text) ?? [];
  const offset = zone.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, "$1:$2");
  const parsed = z.iso.datetime({ offset: true }).safeParse(`${day}T${time}${seconds}${offset}`);
  if (parsed.success) return new Date(parsed.data);
  throw rowError(`${column} isn't a time. Write one like 2026-02-19T12:00:00Z.`);
}

function parseState(text: string): ImportedSubscriber["state"] {
  const state = STATES.find((name) => name === (text || "active").toLowerCase());
  if (state) return state;
  const shown = truncate(toOneLine(text), 40);
  throw rowError(`“${shown}” can't be imported. state must be ${STATES.join(", ")} or empty.`);
}

function parseConsentTime(row: Row, now: Date): Date {
  const confirmedAt = parseTime(row, "consented_at");
  const hint = "Enter when this subscriber agreed.";
  if (!confirmedAt) throw rowError(`consented_at is empty. ${hint}`);
  if (confirmedAt > now) throw rowError(`consented_at is in the future. ${hint}`);
  return confirmedAt;
}

/** Formats where the consent is from. A row that was exported and imported before keeps one prefix. */
function parseConsentSource(row: Row, source: string): string {
  const consent = toOneLine(row.consent_source ?? "").replace(/^import: /, "");
  if (!consent) throw rowError("consent_source is empty. Enter how this subscriber agreed.");
  const prefix = source ? `${toOneLine(source)}: ` : "";
  return truncate(`import: ${prefix}${consent}`, 200);
}

function parseRowPreferences(row: Row, defaults: ImportDefaults): Preferences {
  const { hour, timeZone, parsedPreferences } = defaults;
  const topics = Object.fromEntries(TOPIC_LISTS.map(({ name, column }) => [name, row[column]]));
  const fields = {
    ...topics,
    rhythm: row.rhythm?.toLowerCase() || "daily",
    weekday: row.weekday || "1",
    hour: row.hour || String(hour),
    timeZone: row.time_zone || timeZone,
    size: row.size || String(PAPERS_PER_EMAIL.default),
  };
  const key = JSON.stringify(fields);
  const preferences = parsedPreferences.get(key) ?? parsePreferences(fields);
  parsedPreferences.set(key, preferences);
  return preferences;
}

/**
 * Parses a row as a subscriber. Each row must contain when and how the person agreed.
 *
 * @throws AppError with a sentence about what is wrong with the row
 */
export function parseSubscriberRow(row: Row, defaults: ImportDefaults): ImportedSubscriber {
  const { now, source } = defaults;
  const email = parseEmail(row.email);
  const state = parseState(row.state ?? "");
  const confirmedAt = parseConsentTime(row, now);
  const consentSource = parseConsentSource(row, source);
  const preferences = parseRowPreferences(row, defaults);
  const stopCause = STOP_CAUSES.find((cause) => cause === row.stopped_by) ?? "bounced";
  return {
    email,
    state,
    preferences,
    confirmedAt,
    consentSource,
    pausedUntil: parseTime(row, "paused_until"),
    createdAt: parseTime(row, "created_at") ?? now,
    unsubscribedAt: state === "unsubscribed" ? (parseTime(row, "unsubscribed_at") ?? now) : null,
    stoppedAt: state === "stopped" ? (parseTime(row, "stopped_at") ?? now) : null,
    stoppedBy: state === "stopped" ? stopCause : null,
  };
}
