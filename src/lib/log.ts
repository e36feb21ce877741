type Fields = Record<string, string | number | boolean | undefined>;

/** Mail servers repeat the address in what they answer: its first letter and domain are enough. */
const veiled = (text: string) =>
  text
    .replaceAll(/([\w.+%'-])[\w.+%'-]*@([\w-]+(?:\.[\w-]+)+)/g, "$1…@$2")
    // The token in these addresses is all that it takes.
    .replaceAll(/(\/unsubscribe\/)[\w.%-]+/g, "$1…")
    .replaceAll(/(\/subscription\/)[\w%-]+\.[\w.%-]+/g, "$1…")
    .replaceAll(/([?&]token=)[\w.%-]+/g, "$1…");

function line(level: string, message: string, fields: Fields): string {
  const pairs = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${veiled(JSON.stringify(value))}`);
  return [level, message, ...pairs].join(" ");
}

/** One line an event, fields as JSON values; never a secret, a token or a whole address. */
export const log = {
  info: (message: string, fields: Fields = {}) => console.log(line("info", message, fields)),
  warn: (message: string, fields: Fields = {}) => console.warn(line("warn", message, fields)),
  error: (message: string, fields: Fields = {}) => console.error(line("error", message, fields)),
};
