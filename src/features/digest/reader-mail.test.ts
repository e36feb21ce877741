import { minutesAfter, receiveMail } from "@tests/digest";
import { makeReader, NOW } from "@tests/factories";
import { expectErrors } from "@tests/set-up";
import { simpleParser } from "mailparser";
import { expect, test, vi } from "vitest";
import { mailConfirmation } from "./confirmation";
import { confirmSubscription } from "./mutations-subscription";
import { countActive } from "./queries";

const EMAIL = "ada@example.org";

test("the mailed link confirms the address it was mailed to", async () => {
  const { mails } = await receiveMail();
  await mailConfirmation(EMAIL, NOW);
  expect(mails.map(({ to }) => to)).toEqual([[EMAIL]]);

  const mail = await simpleParser(mails[0]?.raw ?? "");
  expect(mail.subject).toBe("Confirm your subscription to Daily Papers");
  expect(mail.headers.get("auto-submitted")).toBe("auto-generated");
  const link = new URL(/https:\S+/.exec(mail.text ?? "")?.[0] ?? "");
  expect(link.origin + link.pathname).toBe("https://papers.example.org/subscribe/confirm");
  expect(await confirmSubscription(link.searchParams.get("token") ?? "", NOW)).toBe(true);
  expect(await countActive()).toBe(1);
});

test("the caller learns nothing: new, asked just now, subscribed and undeliverable end alike", async () => {
  expectErrors(/a confirmation was not mailed/);
  const { mails } = await receiveMail({
    refuseRecipient: (address) =>
      address.startsWith("gone@") ? { code: 550, message: "no such mailbox" } : undefined,
  });
  await makeReader("subscribed");
  const addresses = [EMAIL, EMAIL, "subscribed@example.org", "gone@example.org"];
  for (const address of addresses) expect(await mailConfirmation(address, NOW)).toBeUndefined();
  expect(mails.map(({ to }) => to)).toEqual([[EMAIL]]);
});

test("a thousand asks for one address within ten minutes mail it once", async () => {
  const { mails } = await receiveMail();
  for (let round = 0; round < 20; round += 1) {
    const asks = Array.from({ length: 50 }, () => mailConfirmation(EMAIL, minutesAfter(round / 3)));
    await Promise.all(asks);
  }
  expect(mails).toHaveLength(1);
});

test("what is logged of a failure holds neither the token nor the whole address", async () => {
  expectErrors(/a confirmation was not mailed/);
  const said: string[] = [];
  await receiveMail({
    afterData({ raw }) {
      said.push(raw);
      return { code: 554, message: "<ada@example.org> does not want it" };
    },
  });
  await mailConfirmation(EMAIL, NOW);
  const lines = vi.mocked(console.error).mock.calls.map((words) => words.join(" "));
  const token =
    /token=3D([\w-]+)/.exec(said.join())?.[1] ?? /token=([\w-]+)/.exec(said.join())?.[1];
  expect(lines).toHaveLength(1);
  expect(lines.join()).not.toContain(token);
  expect(lines.join()).not.toContain(EMAIL);
});
