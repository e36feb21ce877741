import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { EnvFileError, loadEnvFile, parseEnvFile } from "./env-file.mjs";

const parse = (text: string | Buffer) => ({ ...parseEnvFile(Buffer.from(text), ".env") });

test.each([
  ["\ufeffSECRET=abc\nPORT=80\n", { SECRET: "abc", PORT: "80" }],
  ["SECRET=abc\r\nPORT=80\r\n", { SECRET: "abc", PORT: "80" }],
  ["# a # comment\n#PORT=1\nA=1 # comment\nB= # comment", { A: "1", B: "" }],
  ["A=\"a#b\"\nB='a#b' # comment", { A: "a#b", B: "a#b" }],
  ['A="first\nB=2#3\nlast"\n', { A: "first\nB=2#3\nlast" }],
  ["SMTP_URL='smtps://u:a#b/c@mail.example.org'", { SMTP_URL: "smtps://u:a#b/c@mail.example.org" }],
  ["", {}],
])("%j is parsed", (text, values) => {
  expect(parse(text)).toEqual(values);
});

test.each([
  "SMTP_URL=smtps://u:a#b@mail.example.org",
  "PORT=80\nSMTP_URL = a#b # comment",
  "export SMTP_URL=a#",
  "SMTP_URL=#a",
])("a value that # cuts is refused with its name: %j", (text) => {
  expect(() => parse(text)).toThrow(
    'Please fix .env: the value of SMTP_URL contains #, which begins a comment. Put the value in quotes: SMTP_URL="…#…".',
  );
});

test.each([
  ["UTF-16, little-endian", Buffer.from("\ufeffSECRET=abc", "utf16le")],
  ["UTF-16, big-endian", Buffer.from("\ufeffSECRET=abc", "utf16le").swap16()],
  ["UTF-16 without a mark", Buffer.from("SECRET=abc", "utf16le")],
])("%s is refused", (_, bytes) => {
  expect(() => parse(bytes)).toThrow("Please fix .env: it is not UTF-8 text. Save it as UTF-8.");
});

describe("a file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "env-file-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    for (const name of ["ENV_FILE_A", "ENV_FILE_B"]) delete process.env[name];
  });

  test("sets variables, but none that is set already", () => {
    process.env.ENV_FILE_A = "kept";
    writeFileSync(path.join(folder, ".env"), "ENV_FILE_A=1\nENV_FILE_B=2\n");
    loadEnvFile(path.join(folder, ".env"));
    expect(process.env).toMatchObject({ ENV_FILE_A: "kept", ENV_FILE_B: "2" });
  });

  test("that doesn't exist is ignored", () => {
    expect(() => loadEnvFile(path.join(folder, ".env"))).not.toThrow();
  });

  test("that is a folder or a circle of links is an error in a sentence", () => {
    mkdirSync(path.join(folder, "a"));
    symlinkSync("b", path.join(folder, "b"));
    expect(() => loadEnvFile(path.join(folder, "a"))).toThrow(EnvFileError);
    expect(() => loadEnvFile(path.join(folder, "a"))).toThrow(/^The file .*a is a folder: /);
    expect(() => loadEnvFile(path.join(folder, "b"))).toThrow(/^The file .*b is a link /);
  });
});
