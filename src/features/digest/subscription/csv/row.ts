import { z } from "zod";
import type { StopCause } from "@/db/generated/enums";
import { parseAddress } from "@/features/auth/schema";
import { PAPERS_PER_EMAIL, type Preferences } from "@/features/digest/schema";
import { parseChoices, TOPIC_LISTS } from "@/features/digest/subscription/preferences";
import { AppError } from "@/lib/errors";
import { toOneLine, truncate } from "@/lib/text";
import type { Row } from "./table";

export type ImportedReader = {
  email: string;
  /** Who has left a list, or was stopped there, comes as such: so that nobody else brings them back */
  state: "active" | "unsubscribed" | "stopped";
  choices: Preferences;
  confirmedAt: Date;
  consentSource: string;
  pausedUntil: Date | null;
  createdAt: Date;
  unsubscribedAt: Date | null;
  stoppedAt: Date | null;
  stoppedBy: StopCause | null;
};

export type Usual = {
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

const wrong = (sentence: string) => new AppError("unprocessable", sentence);

/** `2026-02-19`, `2026-02-19 12:00`, `2026-02-19T12:00:00Z`; UTC where no zone is told. */
function instantIn(
  row: Row,
  column: "consented_at" | "paused_until" | "created_at" | "unsubscribed_at" | "stopped_at",
): Date | null {
  const text = row[column] ?? "";
  if (text === "") return null;
  const [, day = "", time = "00:00", seconds = ":00", zone = "Z"] = INSTANT.exec(text) ?? [];
  const offset = zone.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, "$1:$2");
  const parsed = z.iso.datetime({ offset: true }).safeParse(`${day}T${time}${seconds}${offset}`);
  if (!parsed.success) throw wrong(`${column} is no time: write one like 2026-02-19T12:00:00Z.`);
  return new Date(parsed.data);
}

const stateOf = (text: string) => {
  const state = STATES.find((one) => one === (text || "active").toLowerCase());
  if (state) return state;
  throw wrong(
    `“${truncate(toOneLine(text), 40)}” can't be imported: state is ${STATES.join(", ")} or empty.`,
  );
};

/** @throws AppError with what is wrong with them */
function choicesOf(row: Row, { hour, timeZone, known }: Usual): Preferences {
  const fields = {
    ...Object.fromEntries(TOPIC_LISTS.map(({ name, column }) => [name, row[column]])),
    rhythm: row.rhythm?.toLowerCase() || "daily",
    weekday: row.weekday || "1",
    hour: row.hour || String(hour),
    timeZone: row.time_zone || timeZone,
    size: row.size || String(PAPERS_PER_EMAIL.default),
  };
  const key = JSON.stringify(fields);
  const choices = known.get(key) ?? parseChoices(fields);
  known.set(key, choices);
  return choices;
}

/**
 * A row as a reader. Whoever imports says when and how each of them agreed; nobody is taken without.
 *
 * @throws AppError with a sentence on what is wrong with the row
 */
export function parseImported(row: Row, usual: Usual): ImportedReader {
  const { now, source } = usual;
  const email = parseAddress(row.email);
  const state = stateOf(row.state ?? "");
  const confirmedAt = instantIn(row, "consented_at");
  if (!confirmedAt) throw wrong("consented_at is empty: say when this reader agreed.");
  if (confirmedAt > now) throw wrong("consented_at is in the future: say when this reader agreed.");
  const consent = toOneLine(row.consent_source ?? "").replace(/^import: /, "");
  if (!consent) throw wrong("consent_source is empty: say how this reader agreed.");
  const choices = choicesOf(row, usual);
  const left = state === "unsubscribed" ? (instantIn(row, "unsubscribed_at") ?? now) : null;
  const stopped = state === "stopped" ? (instantIn(row, "stopped_at") ?? now) : null;
  return {
    ...{ email, state, choices, confirmedAt },
    consentSource: truncate(`import: ${source ? `${toOneLine(source)}: ` : ""}${consent}`, 200),
    pausedUntil: instantIn(row, "paused_until"),
    createdAt: instantIn(row, "created_at") ?? now,
    unsubscribedAt: left,
    stoppedAt: stopped,
    stoppedBy: stopped && (CAUSES.find((one) => one === row.stopped_by) ?? "bounced"),
  };
}
