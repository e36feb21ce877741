import { readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { receiveEmails } from "@tests/digest";
import { simpleParser } from "mailparser";
import { describe, expect, onTestFinished, test } from "vitest";
import { env, useEnv } from "@/env";
import { openMailer } from "./mailer";

const MAIL = { to: "ada@example.org", subject: "Grüße\r\nBcc: eve@example.org", text: "Hello ✓" };

describe("with a mail server", () => {
  test("a mail arrives as it was meant, and the answer is the server's", async () => {
    const { emails } = await receiveEmails();
    const mailer = openMailer();
    expect(await mailer.send({ ...MAIL, messageId: "<one@example.org>" })).toMatch(/^250 .*taken/);
    mailer.close();
    expect(emails.map(({ to }) => to)).toEqual([["ada@example.org"]]);
    const mail = await simpleParser(emails[0]?.raw ?? "");
    expect(mail.from?.text).toBe('"Daily Papers" <papers@example.org>');
    expect(mail.text?.trim()).toBe("Hello ✓");
    expect(mail.messageId).toBe("<one@example.org>");
    expect(mail.bcc).toBeUndefined();
    expect(readdirOutbox()).toEqual([]);
  });

  test.each([
    [451, false],
    [550, true],
  ])(
    "an answer of %i is an error that says whether it is for good: %s",
    async (code, permanent) => {
      await receiveEmails({ afterData: () => ({ code, message: "not this one" }) });
      const mailer = openMailer();
      await expect(mailer.send(MAIL)).rejects.toMatchObject({
        responseCode: code,
        message: expect.stringContaining("not this one"),
        permanent,
      });
      mailer.close();
    },
  );

  test("no server at all is an error that isn't for good", async () => {
    const server = await receiveEmails();
    await server.stop();
    const mailer = openMailer();
    const sent = mailer.send(MAIL);
    await expect(sent).rejects.toThrow(/ECONNREFUSED/);
    await expect(sent).rejects.not.toMatchObject({ permanent: true });
    mailer.close();
  });

  test("one that drops the connection after the last dot is asked once, not again behind our back", async () => {
    let times = 0;
    const server = await receiveEmails({
      async afterData() {
        times += 1;
        server.drop();
        return undefined;
      },
    });
    const mailer = openMailer();
    await expect(mailer.send(MAIL)).rejects.toThrow();
    mailer.close();
    expect(times).toBe(1);
  });

  test("one that hangs up before its greeting is called once a mail: the next run is who tries again", async () => {
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
    await expect(mailer.send(MAIL)).rejects.toThrow();
    mailer.close();
    expect(calls).toBe(1);
  });
});

const readdirOutbox = () => {
  try {
    return readdirSync(env().outbox);
  } catch {
    return [];
  }
};

describe("without one", () => {
  test("a mail is a file in the outbox that only its owner reads", async () => {
    const mailer = openMailer();
    const answer = await mailer.send(MAIL);
    mailer.close();
    const names = readdirOutbox();
    expect(answer).toBe(`written to ${names[0]}`);
    expect(names).toEqual([expect.stringMatching(/\.eml$/)]);
    const file = path.join(env().outbox, names[0] ?? "");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(env().outbox).mode & 0o777).toBe(0o700);
    const mail = await simpleParser(readFileSync(file));
    expect(mail.text?.trim()).toBe("Hello ✓");
    expect(mail.bcc).toBeUndefined();
  });

  test("a hundred at once are a hundred files", async () => {
    const mailer = openMailer();
    await Promise.all(Array.from({ length: 100 }, () => mailer.send(MAIL)));
    mailer.close();
    expect(readdirOutbox()).toHaveLength(100);
  });
});

test.each(["a mail server", "the outbox"])(
  "into %s no file and no address is read",
  async (kind) => {
    const { url, emails } = await receiveEmails();
    useEnv({ ...env(), smtpUrl: kind === "the outbox" ? undefined : url });
    const mailer = openMailer();
    await expect(mailer.send({ ...MAIL, text: { path: "/etc/hostname" } })).rejects.toThrow(/File/);
    await expect(mailer.send({ ...MAIL, html: { path: url } })).rejects.toThrow(/access|Url/i);
    mailer.close();
    expect(emails).toEqual([]);
  },
);

test("an address alone is sent from under the site's name", async () => {
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
