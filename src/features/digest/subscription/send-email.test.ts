import { countActive, hoursAfter, minutesAfter, receiveEmails } from "@tests/digest";
import { makeSubscription, NOW } from "@tests/factories";
import { type Script, startFaultyServer } from "@tests/faulty-server";
import type { ReceivedEmail } from "@tests/mail-server";
import { expectErrors } from "@tests/set-up";
import { readLink } from "@tests/sign-in";
import { simpleParser } from "mailparser";
import { expect, onTestFinished, test, vi } from "vitest";
import { db } from "@/db/client";
import { env, useEnv } from "@/env";
import { confirmSubscription } from "./mutations";
import { requestAddressChange } from "./mutations-address";
import { findSubscriptionByLink } from "./queries";
import { sendAddressChangeEmails, sendConfirmation, sendSubscriptionLink } from "./send-email";

const EMAIL = "ada@example.org";
const request = (email = EMAIL, now = NOW) => sendConfirmation(email, { now });

/** Returns the id of the subscription that an email's link opens. */
async function findLinkedSubscription(
  email: ReceivedEmail | undefined,
): Promise<string | undefined> {
  const { origin, pathname } = await readLink(email);
  expect(origin).toBe("https://papers.example.org");
  const token = pathname.replace("/subscription/", "");
  return (await findSubscriptionByLink(token, NOW))?.id;
}

test("the emailed link confirms the address it was sent to", async () => {
  const { emails } = await receiveEmails();
  await request();
  expect(emails.map(({ to }) => to)).toEqual([[EMAIL]]);

  const email = await simpleParser(emails[0]?.raw ?? "");
  expect(email.subject).toBe("Confirm your subscription to Daily Papers");
  expect(email.headers.get("auto-submitted")).toBe("auto-generated");
  expect(email.text).toContain("The link expires in 48 hours.");
  const link = await readLink(emails[0]);
  expect(link.origin + link.pathname).toBe("https://papers.example.org/subscribe/confirm");
  expect(await confirmSubscription(link.searchParams.get("token") ?? "", NOW)).not.toBeNull();
  expect(await countActive()).toBe(1);
});

test("an existing subscriber gets the link to their preferences instead", async () => {
  const { emails } = await receiveEmails();
  const id = await makeSubscription("reader-1");
  await request("reader-1@example.org");
  await request("reader-1@example.org", hoursAfter(20));
  expect(emails).toHaveLength(1);
  const { subject, text } = await simpleParser(emails[0]?.raw ?? "");
  expect(text).toContain("The link expires in 60 days.");
  expect(subject).toBe("You're already subscribed to Daily Papers");
  expect(await findLinkedSubscription(emails[0])).toBe(id);
});

test("new, just requested, subscribed and undeliverable addresses look the same to the caller", async () => {
  expectErrors(/could not send a confirmation/);
  await receiveEmails({
    refuseRecipient: (address) =>
      address.startsWith("gone@") ? { code: 550, message: "no such mailbox" } : undefined,
  });
  await makeSubscription("subscribed");
  const addresses = [EMAIL, EMAIL, "subscribed@example.org", "gone@example.org"];
  for (const address of addresses) expect(await request(address)).toBeUndefined();
});

test("two hundred requests for one address within a day lead to one email", async () => {
  const { emails } = await receiveEmails();
  for (let round = 0; round < 20; round += 5) {
    await Promise.all(Array.from({ length: 50 }, () => request(EMAIL, hoursAfter(round))));
  }
  expect(emails).toHaveLength(1);
});

test("a request whose email was deferred, or found no server, can be repeated; a refused one can't", async () => {
  expectErrors(/could not send a confirmation/);
  const server = await receiveEmails({
    refuseRecipient: (address) => ({
      code: address.startsWith("gone@") ? 550 : 451,
      message: "no",
    }),
  });
  const rows = () => db().subscription.findMany({ where: { confirmMailedAt: { not: null } } });
  await request("gone@example.org");
  await request();
  expect((await rows()).map(({ email }) => email)).toEqual(["gone@example.org"]);
  await server.stop();
  await request();
  const { emails } = await receiveEmails();
  await request(EMAIL, minutesAfter(1));
  expect(emails.map(({ to }) => to)).toEqual([[EMAIL]]);
});

const UNSENT: [string, string, Script][] = [
  [
    "a wrong password",
    "smtp://user:wrong@",
    { createFault: "AUTH", does: { sends: "535 wrong password" }, extensions: ["AUTH PLAIN"] },
  ],
  [
    "a failed TLS handshake",
    "smtp://",
    { createFault: "STARTTLS", does: { sendsAndEnds: "220 go" }, extensions: ["STARTTLS"] },
  ],
  ["TLS to a plain port", "smtps://", {}],
  ["a greeting of 554", "smtp://", { createFault: "greeting", does: { sends: "554 go away" } }],
  ["a missing login", "smtp://", { createFault: "MAIL", does: { sends: "530 log in first" } }],
  ["a refused sender", "smtp://", { createFault: "MAIL", does: { sends: "550 not from you" } }],
  ["a relay", "smtp://", { createFault: "RCPT", does: { sends: "550 relay not permitted" } }],
  ["a limit", "smtp://", { createFault: "dot", does: { sends: "550 5.4.5 daily limit" } }],
  ["a full mailbox", "smtp://", { createFault: "RCPT", does: { sends: "552 5.2.2 full" } }],
];

test.each(UNSENT)(
  "an email that %s kept from being handed over counts for nobody",
  async (_, protocol, script) => {
    expectErrors(/could not send/);
    await makeSubscription("reader-1");
    await makeSubscription("reader-2");
    await makeSubscription("reader-3");
    const broken = await startFaultyServer(script);
    onTestFinished(broken.stop);
    useEnv({ ...env(), smtpUrl: `${protocol}127.0.0.1:${broken.port}` });
    const change = (now: Date) => requestAddressChange("reader-3", "new@example.org", now);
    async function requestAll(now: Date) {
      await request(EMAIL, now);
      await request("reader-1@example.org", now);
      await sendSubscriptionLink("reader-2", now);
      await sendAddressChangeEmails(await change(now));
    }
    await requestAll(NOW);
    await requestAll(minutesAfter(1));
    const { emails } = await receiveEmails();
    await requestAll(minutesAfter(2));
    expect(emails.flatMap(({ to }) => to)).toEqual([
      EMAIL,
      "reader-1@example.org",
      "reader-2@example.org",
      "reader-3@example.org",
      "new@example.org",
    ]);
    await expect(change(minutesAfter(3))).rejects.toMatchObject({ code: "too_many_requests" });
  },
);

test("the log of a failure contains neither the token nor the whole address", async () => {
  expectErrors(/could not send a confirmation/);
  const received: string[] = [];
  await receiveEmails({
    afterData({ raw }) {
      received.push(raw);
      return { code: 554, message: "<ada@example.org> does not want it" };
    },
  });
  await request();
  const lines = vi.mocked(console.error).mock.calls.map((words) => words.join(" "));
  const token = /token=(?:3D)?([\w-]+)/.exec(received.join())?.[1];
  expect(lines).toHaveLength(1);
  expect(lines.join()).not.toContain(token);
  expect(lines.join()).not.toContain(EMAIL);
});

test("a new link is sent once a day, and not to a pending or stopped subscription", async () => {
  const { emails } = await receiveEmails();
  await makeSubscription("reader-1");
  await makeSubscription("stopped", { state: "stopped" });
  await makeSubscription("pending", { state: "pending" });
  for (const id of ["reader-1", "reader-1", "stopped", "pending", "nobody"]) {
    await sendSubscriptionLink(id, NOW);
  }
  expect(emails.map(({ to }) => to)).toEqual([["reader-1@example.org"]]);
  expect(await findLinkedSubscription(emails[0])).toBe("reader-1");
  await sendSubscriptionLink("reader-1", hoursAfter(24));
  expect(emails).toHaveLength(2);
});

test("a link whose email was deferred can be requested again at once", async () => {
  expectErrors(/could not send/);
  await makeSubscription("reader-1");
  await receiveEmails({ refuseRecipient: () => ({ code: 451, message: "later" }) });
  await sendSubscriptionLink("reader-1", NOW);
  await request("reader-1@example.org");
  const { emails } = await receiveEmails();
  await sendSubscriptionLink("reader-1", minutesAfter(1));
  expect(emails).toHaveLength(1);
});

test("each address of a change gets its own link, and the new one doesn't learn the old", async () => {
  const { emails } = await receiveEmails();
  await makeSubscription("reader-1");
  await sendAddressChangeEmails(await requestAddressChange("reader-1", "new@example.org", NOW));
  expect(emails.map(({ to }) => to)).toEqual([["reader-1@example.org"], ["new@example.org"]]);
  const [oldLink, newLink] = [await readLink(emails[0]), await readLink(emails[1])];
  expect(oldLink.pathname).toBe("/subscription/address");
  expect(newLink.search).not.toBe(oldLink.search);
  expect(emails[1]?.raw).not.toContain("reader-1@");
});

test("a site name with line breaks and a header stays one subject", async () => {
  const { emails } = await receiveEmails();
  useEnv({ ...env(), siteName: "Lab\r\nBcc: eve@example.org" });
  await request();
  const email = await simpleParser(emails[0]?.raw ?? "");
  expect(email.headers.has("bcc")).toBe(false);
  expect(emails[0]?.to).toEqual([EMAIL]);
});
