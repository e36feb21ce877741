import { AppError } from "@/lib/errors";

/** Windows-1252 for the bytes 0x80 to 0x9f; a space where it has no character. */
const WINDOWS_1252 = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";
const HINT = "Save it as “CSV UTF-8” and try again.";
/** Bytes that are enough to see how a text is encoded. */
const SAMPLE_BYTES = 4_000;

const refuse = (problem: string) => new AppError("bad_request", `${problem} ${HINT}`);

/** Decodes bytes strictly; undefined where they are not in this encoding. */
function decodeStrictly(bytes: Uint8Array, encoding: "utf-8" | "utf-16le"): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Detects UTF-16 by its byte order mark, or by the zero bytes that half of each ASCII character is: at
 * the odd positions of little endian, at the even ones of big endian.
 */
function detectUtf16(bytes: Buffer): "little" | "big" | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "little";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "big";
  const zeros = [0, 0];
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  for (const [index, byte] of sample.entries()) {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = zeros;
  if (Math.max(even, odd) <= sample.length / 8) return undefined;
  return odd > even ? "little" : "big";
}

function decodeUtf16(bytes: Buffer, order: "little" | "big"): string {
  const isWhole = bytes.length % 2 === 0;
  const little = order === "big" && isWhole ? Buffer.from(bytes).swap16() : bytes;
  const text = isWhole ? decodeStrictly(little, "utf-16le") : undefined;
  if (text === undefined) throw refuse("This file is in UTF-16, but damaged.");
  return text;
}

/** Windows-1252 gives a meaning to nearly every byte, so that other encodings have to be ruled out first. */
function decodeWindows1252(bytes: Buffer): string {
  const lenient = bytes.toString("utf8");
  if (/[\u0080-\ufffc]/.test(lenient)) {
    const line = lenient.slice(0, lenient.indexOf("\ufffd")).split(/\r\n|\n|\r/).length;
    throw refuse(`Parts of this file are in UTF-8, others are not (line ${line}).`);
  }
  return bytes.toString("latin1").replaceAll(/[\u0080-\u009f]/g, (sign) => {
    const character = WINDOWS_1252[sign.charCodeAt(0) - 0x80];
    if (character && character !== " ") return character;
    throw refuse("This file is neither in UTF-8 nor in UTF-16 or Windows-1252.");
  });
}

/**
 * Decodes a table that a spreadsheet saved: UTF-8, UTF-16 ("Unicode text") or Windows-1252 (plain "CSV" on
 * a Windows machine of Western Europe or America).
 *
 * @throws AppError bad_request with a sentence if the bytes are something else
 */
export function decodeTable(file: Uint8Array): string {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.subarray(0, 4).toString("latin1") === "PK\u0003\u0004") {
    throw refuse("This is a workbook of a spreadsheet program, not a CSV file.");
  }
  const order = detectUtf16(bytes);
  if (order) return decodeUtf16(bytes, order);
  if (bytes.includes(0)) throw refuse("This file contains zero bytes, so it is no text.");
  return decodeStrictly(bytes, "utf-8") ?? decodeWindows1252(bytes);
}
