import { once } from "node:events";
import { createServer } from "node:net";
import { startMailServer } from "@tests/mail-server";
import { expectErrors } from "@tests/set-up";
import { SMTPServer } from "smtp-server";
import { expect, onTestFinished, test } from "vitest";
import { checkSmtpLogin } from "./smtp-login";

/** A mail server that wants a password; with STARTTLS it shows a certificate that nobody vouches for. */
async function startPicky(withTls: boolean): Promise<string> {
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

test("a server without TLS is a warning, and no mail is sent", async () => {
  const server = await startMailServer();
  onTestFinished(server.stop);
  const { level, message } = await checkSmtpLogin(server.url);
  expect(level).toBe("warning");
  expect(message).toMatch(/^127\.0\.0\.1:\d+ takes it without TLS only/);
  expect(server.emails).toEqual([]);
});

test("a wrong password is to be mended, and isn't said again", async () => {
  const host = await startPicky(false);
  const { level, message } = await checkSmtpLogin(`smtp://papers:wrong-secret@${host}`);
  expect(level).toBe("to do");
  expect(message).toMatch(/who are you\?.*mend SMTP_URL/);
  expect(message).not.toContain("wrong-secret");
});

test("the right password is taken", async () => {
  const host = await startPicky(false);
  expect(await checkSmtpLogin(`smtp://papers:right@${host}`)).toMatchObject({ level: "warning" });
});

test("a certificate that nobody vouches for is to be mended", async () => {
  expectErrors(/built-in default TLS certificate/);
  const { level, message } = await checkSmtpLogin(`smtp://papers:right@${await startPicky(true)}`);
  expect(level).toBe("to do");
  expect(message).toMatch(/certificate/);
});

test("nobody there is to be mended", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (typeof address !== "object" || !address) throw new Error("no port");
  const { level, message } = await checkSmtpLogin(`smtp://127.0.0.1:${address.port}`);
  expect(level).toBe("to do");
  expect(message).toContain("ECONNREFUSED");
});

test("no mail server is to be mended", async () => {
  expect(await checkSmtpLogin(undefined)).toMatchObject({ level: "to do" });
});
