import { readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { receiveEmails } from "@tests/digest";
import { simpleParser } from "mailparser";
import { createTransport } from "nodemailer";
import { describe, expect, onTestFinished, test } from "vitest";
import { env, parseEnv, useEnv } from "@/env";
import { openMailer } from "./mailer";

const SETTINGS = { SECRET: "a secret of more than thirty-two characters" };

const EMAIL = { to: "ada@example.org", subject: "Grüße\r\nBcc: eve@example.org", text: "Hello ✓" };

describe("with a mail server", () => {
  test("an email arrives unchanged, and the server's answer is returned", async () => {
    const { emails } = await receiveEmails();
    const mailer = openMailer();
    expect(await mailer.send({ ...EMAIL, messageId: "<one@example.org>" })).toMatch(/^250 .*taken/);
    mailer.close();
    expect(emails.map(({ to }) => to)).toEqual([["ada@example.org"]]);
    const email = await simpleParser(emails[0]?.raw ?? "");
    expect(email.from?.text).toBe('"Daily Papers" <papers@example.org>');
    expect(email.text?.trim()).toBe("Hello ✓");
    expect(email.messageId).toBe("<one@example.org>");
    expect(email.bcc).toBeUndefined();
    expect(listOutbox()).toEqual([]);
  });

  test.each([
    [451, false],
    [550, true],
  ])(
    "an answer of %i is an error that states whether it is permanent: %s",
    async (code, permanent) => {
      await receiveEmails({ afterData: () => ({ code, message: "not this one" }) });
      const mailer = openMailer();
      await expect(mailer.send(EMAIL)).rejects.toMatchObject({
        responseCode: code,
        message: expect.stringContaining("not this one"),
        permanent,
      });
      mailer.close();
    },
  );

  test("a missing server is a temporary error", async () => {
    const server = await receiveEmails();
    await server.stop();
    const mailer = openMailer();
    const sent = mailer.send(EMAIL);
    await expect(sent).rejects.toThrow(/ECONNREFUSED/);
    await expect(sent).rejects.not.toMatchObject({ permanent: true });
    mailer.close();
  });

  test("a server that closes the connection after the final dot gets the email only once", async () => {
    let times = 0;
    const server = await receiveEmails({
      async afterData() {
        times += 1;
        server.drop();
        return undefined;
      },
    });
    const mailer = openMailer();
    await expect(mailer.send(EMAIL)).rejects.toThrow();
    mailer.close();
    expect(times).toBe(1);
  });

  test("a server that closes the connection before its greeting is called once per email: only the next run retries", async () => {
    let calls = 0;
    const silent = createServer((socket) => {
      calls += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => new Promise((resolve) => silent.close(() => resolve())));
    const address = silent.address();
    const port = typeof address === "object" ? address?.port : undefined;
    useEnv({ ...env(), smtpUrl: `smtp://127.0.0.1:${port}` });
    const mailer = openMailer();
    await expect(mailer.send(EMAIL)).rejects.toThrow();
    mailer.close();
    expect(calls).toBe(1);
  });
});

const listOutbox = () => {
  try {
    return readdirSync(env().outbox);
  } catch {
    return [];
  }
};

describe("without a mail server", () => {
  test("an email is a file in the outbox that only its owner can read", async () => {
    const mailer = openMailer();
    const answer = await mailer.send(EMAIL);
    mailer.close();
    const names = listOutbox();
    expect(answer).toBe(`written to ${names[0]}`);
    expect(names).toEqual([expect.stringMatching(/\.eml$/)]);
    const file = path.join(env().outbox, names[0] ?? "");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(env().outbox).mode & 0o777).toBe(0o700);
    const email = await simpleParser(readFileSync(file));
    expect(email.text?.trim()).toBe("Hello ✓");
    expect(email.bcc).toBeUndefined();
  });

  test("a hundred emails at once are a hundred files", async () => {
    const mailer = openMailer();
    await Promise.all(Array.from({ length: 100 }, () => mailer.send(EMAIL)));
    mailer.close();
    expect(listOutbox()).toHaveLength(100);
  });
});

test.each(["a mail server", "the outbox"])(
  "an email to %s includes no file and no address",
  async (kind) => {
    const { url, emails } = await receiveEmails();
    useEnv({ ...env(), smtpUrl: kind === "the outbox" ? undefined : url });
    const mailer = openMailer();
    await expect(mailer.send({ ...EMAIL, text: { path: "/etc/hostname" } })).rejects.toThrow(
      /File/,
    );
    await expect(mailer.send({ ...EMAIL, html: { path: url } })).rejects.toThrow(/access|Url/i);
    mailer.close();
    expect(emails).toEqual([]);
  },
);

test("an address without a name gets the site's name", async () => {
  const server = await receiveEmails();
  useEnv({
    ...env(),
    mailFrom: "papers@lab.example",
    siteName: "Lab, Papers",
  });
  const mailer = openMailer();
  await mailer.send({ to: "ada@example.org", subject: "S", text: "T" });
  mailer.close();
  const { from } = await simpleParser(server.emails[0]?.raw ?? "");
  expect(from?.value).toEqual([{ name: "Lab, Papers", address: "papers@lab.example" }]);
});

test("a sender's name may contain a comma", async () => {
  const server = await receiveEmails();
  useEnv({
    ...env(),
    mailFrom: parseEnv({ ...SETTINGS, MAIL_FROM: "Lab, Papers <p@lab.example>" }).mailFrom,
  });
  const mailer = openMailer();
  await mailer.send({ to: "ada@example.org", subject: "S", text: "T" });
  mailer.close();
  const { from } = await simpleParser(server.emails[0]?.raw ?? "");
  expect(from?.value).toEqual([{ name: "Lab, Papers", address: "p@lab.example" }]);
});

test.each(["a#b/c", "12#3", "12/3", "p?q@r", "50%off", "%23", "ä ß:ö"])(
  "the login uses the password %j as it is written",
  async (password) => {
    const { smtpUrl = "" } = parseEnv({
      ...SETTINGS,
      SMTP_URL: `smtp://ada@lab.example:${password}@localhost:2525`,
    });
    const { transporter } = createTransport({ url: smtpUrl });
    const { auth, host, port } = "options" in transporter ? Object(transporter.options) : {};
    expect({ ...auth, host, port }).toMatchObject({
      user: "ada@lab.example",
      pass: password === "%23" ? "#" : password,
      host: "localhost",
      port: 2525,
    });
  },
);
