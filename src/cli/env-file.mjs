// @ts-check
import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";

/** Its message is a sentence for the admin. */
export class EnvFileError extends Error {}

/** @type {Record<string, string>} */
const READ_ERRORS = {
  EISDIR: "is a folder: remove it, or replace it by a file with the settings",
  EACCES:
    "can't be read by this user: make this user its owner (chown) and allow it to read (chmod 600)",
  EPERM:
    "can't be read by this user: make this user its owner (chown) and allow it to read (chmod 600)",
  ELOOP: "is a link that leads to itself: replace it by a file with the settings",
};

/** @param {unknown} error @returns {string} */
const getCode = (error) =>
  error instanceof Error && "code" in error ? String(error.code) : String(error);

/**
 * Finds settings whose value ends at a # that was probably meant to be a part of it: outside of quotes,
 * # begins a comment. A comment after a blank is meant as one.
 * @param {string} text @param {NodeJS.Dict<string>} values what the text was parsed into
 * @returns {string[]}
 */
function findCutValues(text, values) {
  const lines = text.matchAll(
    /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*([^\s"'`#][^\n#]*)?#/gm,
  );
  return [...lines].flatMap(([match, name = "", value = ""]) => {
    const isComment = /\s#$/.test(match);
    // A line inside of a quoted value looks alike, but is not what was parsed.
    return !isComment && values[name] === value.trim() ? [name] : [];
  });
}

/**
 * Parses the text of an .env file. A byte order mark, which Windows editors write, is ignored.
 * @param {Buffer} bytes @param {string} file names it in errors
 * @returns {NodeJS.Dict<string>}
 * @throws {EnvFileError}
 */
export function parseEnvFile(bytes, file) {
  const isUtf16 = [0xfffe, 0xfeff].includes(bytes.length > 1 ? bytes.readUInt16BE(0) : 0);
  if (isUtf16 || bytes.includes(0)) {
    throw new EnvFileError(`Please fix ${file}: it is not UTF-8 text. Save it as UTF-8.`);
  }
  // TextDecoder removes the byte order mark.
  const text = new TextDecoder().decode(bytes).replaceAll(/\r\n?/g, "\n");
  const values = parseEnv(text);
  const [cut] = findCutValues(text, values);
  if (cut !== undefined) {
    throw new EnvFileError(
      `Please fix ${file}: the value of ${cut} contains #, which begins a comment. Put the value in quotes: ${cut}="…#…". If it is a comment, write a blank before it.`,
    );
  }
  return values;
}

/**
 * Sets the environment variables of a file that are not set yet. Does nothing if there is no file.
 * @param {string} file
 * @throws {EnvFileError}
 */
export function loadEnvFile(file) {
  let bytes;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const code = getCode(error);
    if (code === "ENOENT") return;
    throw new EnvFileError(`The file ${file} ${READ_ERRORS[code] ?? `can't be read (${code})`}.`);
  }
  for (const [name, value] of Object.entries(parseEnvFile(bytes, file))) {
    process.env[name] ??= value;
  }
}
