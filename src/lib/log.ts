type Fields = Record<string, string | number | boolean | undefined>;

/** Shortens email addresses, which mail servers repeat in their answers, and hides tokens. */
const redact = (text: string) =>
  text
    .replaceAll(/([\w.+%'-])[\w.+%'-]*@([\w-]+(?:\.[\w-]+)+)/g, "$1…@$2")
    // Anyone who has the token of one of these addresses can use it.
    .replaceAll(/(\/unsubscribe\/)[\w.%-]+/g, "$1…")
    .replaceAll(/(\/subscription\/)[\w%-]+\.[\w.%-]+/g, "$1…")
    .replaceAll(/([?&]token=)[\w.%-]+/g, "$1…");

function formatLine(level: string, message: string, fields: Fields): string {
  const pairs = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${redact(JSON.stringify(value))}`);
  return [level, message, ...pairs].join(" ");
}

/**
 * Writes one line for each event, with its fields as JSON values: never a secret, a token or a
 * complete email address.
 */
export const log = {
  info: (message: string, fields: Fields = {}) => console.log(formatLine("info", message, fields)),
  warn: (message: string, fields: Fields = {}) => console.warn(formatLine("warn", message, fields)),
  error: (message: string, fields: Fields = {}) =>
    console.error(formatLine("error", message, fields)),
};
