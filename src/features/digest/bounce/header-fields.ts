/** Header fields of an email, of a part, or of a group in a report. Names are in lower case, values unfolded and in order. */
export type Fields = Map<string, string[]>;

const MAX_FIELDS = 1000;
const MAX_VALUE_LENGTH = 2000;

/**
 * Parses all lines that look like header fields and skips the others, so that a damaged header still
 * yields its intact fields. Never throws.
 */
export function parseFields(text: string): Fields {
  const fields: Fields = new Map();
  const unfolded = text.replaceAll(/\r?\n[ \t]+/g, " ");
  for (const line of unfolded.split(/\r?\n/).slice(0, MAX_FIELDS)) {
    const colon = line.indexOf(":");
    if (colon < 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    if (!/^[!-9;-~]{1,80}$/.test(name)) continue;
    const value = line.slice(colon + 1).trim();
    const values = fields.get(name) ?? [];
    values.push(value.slice(0, MAX_VALUE_LENGTH));
    fields.set(name, values);
  }
  return fields;
}

/** Returns the first value of a field, or "". */
export const getField = (fields: Fields, name: string): string => fields.get(name)?.[0] ?? "";

/** Lists all values of several fields. */
export const listFields = (fields: Fields, names: string[]): string[] =>
  names.flatMap((name) => fields.get(name) ?? []);

/** Returns the text before the first empty line. */
export const extractHead = (text: string): string => text.split(/\r?\n\r?\n/, 1)[0] ?? "";
