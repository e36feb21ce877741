import { once } from "node:events";
import { createServer } from "node:net";
import { startMailServer } from "@tests/mail-server";
import { expectErrors } from "@tests/set-up";
import { SMTPServer } from "smtp-server";
import { expect, onTestFinished, test } from "vitest";
import { checkSmtpLogin } from "./smtp-login";

/** Starts a mail server that requires a password. With STARTTLS it has a self-signed certificate. */
async function startServerWithLogin(withTls: boolean): Promise<string> {
  const server = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: withTls ? [] : ["STARTTLS"],
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth: ({ username, password }, _session, answer) =>
      username === "papers" && password === "right"
        ? answer(null, { user: username })
        : answer(new Error("who are you?")),
  });
  server.on("error", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  onTestFinished(() => new Promise<void>((done) => server.close(() => done())));
  const address = server.server.address();
  if (typeof address !== "object" || !address) throw new Error("the mail server has no port");
  return `127.0.0.1:${address.port}`;
}

test("a server without TLS is a warning, and no email is sent", async () => {
  const server = await startMailServer();
  onTestFinished(server.stop);
  const { level, message } = await checkSmtpLogin(server.url);
  expect(level).toBe("warning");
  expect(message).toMatch(/^127\.0\.0\.1:\d+ accepts the login only without TLS/);
  expect(server.emails).toEqual([]);
});

test("a wrong password is to be corrected, and is not printed", async () => {
  const host = await startServerWithLogin(false);
  const { level, message } = await checkSmtpLogin(`smtp://papers:wrong-secret@${host}`);
  expect(level).toBe("to do");
  expect(message).toMatch(/who are you\?.*correct SMTP_URL/);
  expect(message).not.toContain("wrong-secret");
});

test("the right password is accepted", async () => {
  const host = await startServerWithLogin(false);
  expect(await checkSmtpLogin(`smtp://papers:right@${host}`)).toMatchObject({ level: "warning" });
});

test("a self-signed certificate is to be corrected", async () => {
  expectErrors(/built-in default TLS certificate/);
  const { level, message } = await checkSmtpLogin(
    `smtp://papers:right@${await startServerWithLogin(true)}`,
  );
  expect(level).toBe("to do");
  expect(message).toMatch(/certificate/);
});

test("a port without a server is to be corrected", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (typeof address !== "object" || !address) throw new Error("no port");
  const { level, message } = await checkSmtpLogin(`smtp://127.0.0.1:${address.port}`);
  expect(level).toBe("to do");
  expect(message).toContain("ECONNREFUSED");
});

test("a missing SMTP_URL is to be corrected", async () => {
  expect(await checkSmtpLogin(undefined)).toMatchObject({ level: "to do" });
});
