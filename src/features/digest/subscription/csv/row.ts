import { z } from "zod";
import type { StopCause } from "@/db/generated/enums";
import { parseEmail } from "@/features/auth/schema";
import { PAPERS_PER_EMAIL, type Preferences } from "@/features/digest/schema";
import { parsePreferences, TOPIC_LISTS } from "@/features/digest/subscription/preferences";
import { AppError } from "@/lib/errors";
import { toOneLine, truncate } from "@/lib/text";
import type { Row } from "./table";

export type ImportedSubscriber = {
  email: string;
  /** Who has left a list, or was stopped there, comes as such: so that nobody else brings them back */
  state: "active" | "unsubscribed" | "stopped";
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
  /** Hour and zone of who chose none */
  hour: number;
  timeZone: string;
  now: Date;
  /** Where the list is from, as the admin calls it */
  source: string;
  /** Those that were read before: most rows of a table chose the same, and a zone's name is slow to check */
  known: Map<string, Preferences>;
};

const STATES = ["active", "unsubscribed", "stopped"] as const;
const CAUSES = ["refused", "bounced", "bouncing", "complained"] as const;
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

const rowError = (sentence: string) => new AppError("unprocessable", sentence);

/** `2026-02-19`, `2026-02-19 12:00`, `2026-02-19T12:00:00Z`; UTC where no zone is told. */
function parseInstant(
  row: Row,
  column: "consented_at" | "paused_until" | "created_at" | "unsubscribed_at" | "stopped_at",
): Date | null {
  const text = row[column] ?? "";
  if (text === "") return null;
  const [, day = "", time = "00:00", seconds = ":00", zone = "Z"] = INSTANT.exec(text) ?? [];
  const offset = zone.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, "$1:$2");
  const parsed = z.iso.datetime({ offset: true }).safeParse(`${day}T${time}${seconds}${offset}`);
  if (!parsed.success) throw rowError(`${column} is no time: write one like 2026-02-19T12:00:00Z.`);
  return new Date(parsed.data);
}

const parseState = (text: string) => {
  const state = STATES.find((one) => one === (text || "active").toLowerCase());
  if (state) return state;
  throw rowError(
    `“${truncate(toOneLine(text), 40)}” can't be imported: state is ${STATES.join(", ")} or empty.`,
  );
};

/** @throws AppError with what is wrong with them */
function parseRowPreferences(row: Row, { hour, timeZone, known }: ImportDefaults): Preferences {
  const fields = {
    ...Object.fromEntries(TOPIC_LISTS.map(({ name, column }) => [name, row[column]])),
    rhythm: row.rhythm?.toLowerCase() || "daily",
    weekday: row.weekday || "1",
    hour: row.hour || String(hour),
    timeZone: row.time_zone || timeZone,
    size: row.size || String(PAPERS_PER_EMAIL.default),
  };
  const key = JSON.stringify(fields);
  const preferences = known.get(key) ?? parsePreferences(fields);
  known.set(key, preferences);
  return preferences;
}

/**
 * A row as a reader. Whoever imports says when and how each of them agreed; nobody is taken without.
 *
 * @throws AppError with a sentence on what is wrong with the row
 */
export function parseSubscriberRow(row: Row, defaults: ImportDefaults): ImportedSubscriber {
  const { now, source } = defaults;
  const email = parseEmail(row.email);
  const state = parseState(row.state ?? "");
  const confirmedAt = parseInstant(row, "consented_at");
  if (!confirmedAt) throw rowError("consented_at is empty: say when this reader agreed.");
  if (confirmedAt > now)
    throw rowError("consented_at is in the future: say when this reader agreed.");
  const consent = toOneLine(row.consent_source ?? "").replace(/^import: /, "");
  if (!consent) throw rowError("consent_source is empty: say how this reader agreed.");
  const preferences = parseRowPreferences(row, defaults);
  const left = state === "unsubscribed" ? (parseInstant(row, "unsubscribed_at") ?? now) : null;
  const stopped = state === "stopped" ? (parseInstant(row, "stopped_at") ?? now) : null;
  return {
    ...{ email, state, preferences, confirmedAt },
    consentSource: truncate(`import: ${source ? `${toOneLine(source)}: ` : ""}${consent}`, 200),
    pausedUntil: parseInstant(row, "paused_until"),
    createdAt: parseInstant(row, "created_at") ?? now,
    unsubscribedAt: left,
    stoppedAt: stopped,
    stoppedBy: stopped && (CAUSES.find((one) => one === row.stopped_by) ?? "bounced"),
  };
}
