import { getDeliveryStates, runDigestAt } from "@tests/digest";
import { ingestEntries, makeEntry, makeSubscription } from "@tests/factories";
import { hasPostfix, startPostfix } from "@tests/postfix";
import { simpleParser } from "mailparser";
import { expect, onTestFinished, test } from "vitest";
import { db } from "@/db/client";
import { env, useEnv } from "@/env";
import { createMessageId } from "@/features/digest/subscription/tokens";

/** Sends through a mail server that many sites run. Skipped if it is not installed, or without root. */
test.skipIf(!hasPostfix)(
  "Postfix delivers an issue unchanged; an address that it does not know stops the subscription",
  { timeout: 60_000 },
  async () => {
    const postfix = await startPostfix(["ada"]);
    onTestFinished(postfix.stop);
    useEnv({ ...env(), smtpUrl: postfix.url });
    await makeSubscription("ada");
    await makeSubscription("gone");
    const title = `Grüße, 世界: $\\alpha$ ${"and a long title ".repeat(9)}`;
    await ingestEntries([makeEntry({ id: "2603.00007", title, upvotes: 50 }), makeEntry()]);
    await runDigestAt();

    const emails = await postfix.mailbox("ada");
    expect(emails).toHaveLength(1);
    const email = await simpleParser(emails[0] ?? "");
    const header = (name: string) => email.headerLines.find(({ key }) => key === name)?.line ?? "";
    const issue = await db().digestIssue.findFirstOrThrow({
      select: { id: true, deliveryCount: true },
    });
    const host = "papers.example.org";
    expect(email.messageId).toBe(createMessageId(issue.id, "ada", { secret: env().secret, host }));
    expect(header("return-path")).toBe("Return-Path: <papers@example.org>");
    expect(header("list-unsubscribe-post")).toBe(
      "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    );
    const list: unknown = email.headers.get("list");
    expect(list).toMatchObject({
      unsubscribe: {
        url: expect.stringMatching(/^https:\/\/papers\.example\.org\/api\/unsubscribe\/ada\./),
      },
    });
    expect(header("auto-submitted")).toBe("Auto-Submitted: auto-generated");
    expect(email.subject).toContain("Grüße, 世界");
    for (const body of [email.text, email.html || ""]) {
      expect(body).toContain("Grüße, 世界");
      expect(body).toContain("https://papers.example.org/papers/2603.00007");
    }
    // No line is so long that a mail server on the way would break it.
    expect(Math.max(...(emails[0] ?? "").split("\n").map((line) => line.length))).toBeLessThan(998);

    expect(issue.deliveryCount).toBe(2);
    expect(await getDeliveryStates()).toEqual({ ada: "sent", gone: "bounced" });
    const gone = await db().subscription.findUniqueOrThrow({ where: { id: "gone" } });
    expect(gone).toMatchObject({ state: "stopped", stoppedBy: "refused" });
    expect(gone.stopAnswer).toContain("550 5.1.1");
  },
);
