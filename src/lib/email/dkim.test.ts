import { execFile } from "node:child_process";
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { receiveEmails } from "@tests/digest";
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { describe, expect, test } from "vitest";
import { EnvError, env, useEnv } from "@/env";
import { openMailer } from "./mailer";

const HEADERS = {
  "List-Id": "<digest.papers.example.org>",
  "List-Unsubscribe": "<https://papers.example.org/api/unsubscribe/token>",
  "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  "Feedback-ID": "daily:2026-03-05:digest:papers",
  "Auto-Submitted": "auto-generated",
};
const EMAIL = {
  to: "ada@example.org",
  subject: "Grüße 漢字",
  text: "Hello ✓\n.\n",
  html: `<p>${"long ".repeat(500)}</p>`,
  headers: HEADERS,
};

const createRsaKeys = () => generateKeyPairSync("rsa", { modulusLength: 2048 });

/** Writes a key file for this test and configures it. */
function useKey(text: string): string {
  const keyFile = path.join(path.dirname(env().databaseFile), "dkim.pem");
  writeFileSync(keyFile, text);
  const dkim = { domain: "papers.example.org", selector: "mail", keyFile };
  useEnv({ ...env(), mail: { ...env().mail, dkim } });
  return keyFile;
}

const toPem = (key: KeyObject) => key.export({ type: "pkcs8", format: "pem" }).toString();

/** Verifies the signature by another implementation than the one that signed. */
async function verify(raw: string | Buffer, publicKey: KeyObject) {
  const record = publicKey.export({ type: "spki", format: "der" }).toString("base64");
  const asked: string[] = [];
  const { results } = await dkimVerify(raw, {
    async resolver(name: string) {
      asked.push(name);
      return [[`v=DKIM1; k=rsa; p=${record}`]];
    },
  });
  return { result: results[0], count: results.length, asked };
}

/** Lists the fields that a signature covers, in lower case. */
const listSignedFields = (raw: string) =>
  /\bh=([^;]*);/.exec(raw.replaceAll(/\r\n\s+/g, ""))?.[1]?.split(":") ?? [];

describe("with a key", () => {
  test("an email to a server is signed, with its one-click unsubscribe", async () => {
    const { privateKey, publicKey } = createRsaKeys();
    useKey(toPem(privateKey));
    const { emails } = await receiveEmails();
    const mailer = openMailer();
    await mailer.send(EMAIL);
    mailer.close();
    const raw = emails[0]?.raw ?? "";
    const { result, count, asked } = await verify(raw, publicKey);
    expect(count).toBe(1);
    expect(result?.status.result).toBe("pass");
    expect(result?.status.aligned).toBe("papers.example.org");
    expect(asked).toEqual(["mail._domainkey.papers.example.org"]);
    const expected = ["from", "to", "subject", "date", "message-id", "mime-version"];
    expect(listSignedFields(raw)).toEqual(
      expect.arrayContaining([
        ...expected,
        ...Object.keys(HEADERS).map((name) => name.toLowerCase()),
      ]),
    );
  });

  test.each(["List-Unsubscribe", "List-Unsubscribe-Post", "From", "Subject"])(
    "a changed %s breaks the signature",
    async (name) => {
      const { privateKey, publicKey } = createRsaKeys();
      useKey(toPem(privateKey));
      const { emails } = await receiveEmails();
      const mailer = openMailer();
      await mailer.send(EMAIL);
      mailer.close();
      const forged = emails[0]?.raw.replace(new RegExp(`^${name}: `, "m"), `${name}: x`) ?? "";
      expect((await verify(forged, publicKey)).result?.status.result).toBe("fail");
    },
  );

  test("an email in the outbox is signed too", async () => {
    const { privateKey, publicKey } = createRsaKeys();
    useKey(toPem(privateKey));
    const mailer = openMailer();
    await mailer.send(EMAIL);
    mailer.close();
    const [name = ""] = readdirSync(env().outbox);
    const raw = readFileSync(path.join(env().outbox, name));
    expect((await verify(raw, publicKey)).result?.status.result).toBe("pass");
  });
});

describe("a key that can't sign is an error before the first email", () => {
  test.each([
    ["is not a key", "nothing"],
    ["is of another type", toPem(generateKeyPairSync("ed25519").privateKey)],
    [
      "is a public key",
      createRsaKeys().publicKey.export({ type: "spki", format: "pem" }).toString(),
    ],
  ])("%s", (_, text) => {
    const file = useKey(text);
    expect(() => openMailer()).toThrow(EnvError);
    expect(() => openMailer()).toThrow(`${file}, contains no RSA private key`);
  });

  test("the start ends with one sentence", async () => {
    const settings = {
      DATABASE_URL: `file:${env().databaseFile}`,
      SECRET: env().secret,
      PORT: "0",
      DKIM_DOMAIN: "papers.example.org",
      DKIM_SELECTOR: "mail",
      DKIM_KEY: "/nowhere/dkim.pem",
    };
    const start = promisify(execFile)(process.execPath, ["--import", "tsx", "src/cli/prepare.ts"], {
      env: { ...process.env, ...settings },
    });
    await expect(start).rejects.toMatchObject({
      code: 1,
      stderr: "Please fix .env: the file of DKIM_KEY, /nowhere/dkim.pem, can't be read.\n",
    });
  });
});
