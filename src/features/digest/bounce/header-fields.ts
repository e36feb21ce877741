/** Header fields of a mail, of a part, or of a report's group: names in lower case, values unfolded, in order. */
export type Fields = Map<string, string[]>;

const MOST = 1000;

/** Whatever lines look like fields; all others are passed over, so that a broken head still says what it can. */
export function parseFields(text: string): Fields {
  const fields: Fields = new Map();
  const lines = text.replaceAll(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
  for (const line of lines.slice(0, MOST)) {
    const colon = line.indexOf(":");
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    if (!/^[!-9;-~]{1,80}$/.test(name)) continue;
    const values = fields.get(name) ?? [];
    fields.set(name, [
      ...values.slice(0, MOST),
      line
        .slice(colon + 1)
        .trim()
        .slice(0, 2000),
    ]);
  }
  return fields;
}

/** The first of a name, or "". */
export const getField = (fields: Fields, name: string): string => fields.get(name)?.[0] ?? "";

/** All of several names. */
export const listFields = (fields: Fields, names: string[]): string[] =>
  names.flatMap((name) => fields.get(name) ?? []);

/** The text before the first empty line. */
export const extractHead = (text: string): string => text.split(/\r?\n\r?\n/, 1)[0] ?? "";
