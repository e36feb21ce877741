import { hoursAfter, receiveEmails, runDigestAt } from "@tests/digest";
import { ingestEntries, makeEntry, makeSubscription, NOW } from "@tests/factories";
import { listPapersIn } from "@tests/sending";
import { simpleParser } from "mailparser";
import { expect, test } from "vitest";
import { POST } from "@/app/api/subscription/preferences/route";
import { db } from "@/db/client";
import { env } from "@/env";
import { parseDigestPapers } from "@/features/digest/schema";
import { createSubscriptionToken } from "@/features/digest/subscription/tokens";
import { now } from "@/lib/clock";
import { toUtcDay } from "@/lib/day";

const FIELDS = { rhythm: "daily", hour: "7", timeZone: "UTC", size: "10" };

/** Saves preferences as the page behind the link in an email does. */
async function choose(id: string, fields: Record<string, string>): Promise<void> {
  const token = createSubscriptionToken(
    { id, email: `${id}@example.org` },
    toUtcDay(now()),
    env().secret,
  );
  const request = new Request("https://papers.example.org/api/subscription/preferences", {
    method: "POST",
    body: new URLSearchParams({ ...FIELDS, ...fields, token }),
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      origin: "https://papers.example.org",
    },
  });
  const answer = await POST(request, {});
  expect(answer.headers.get("location")).toContain("saved");
}

const PAPERS = [
  makeEntry({ id: "2603.00001", title: "Latent diffusion of tides" }),
  makeEntry({ id: "2603.00002", title: "A survey of diffusion" }),
  makeEntry({ id: "2603.00003", title: "Graphs and trees" }),
  makeEntry({ id: "2603.00004", title: "Sorting quickly", authors: 7 }),
];

test("the email contains the papers that match the saved topics, and names the topics", async () => {
  const { emails } = await receiveEmails();
  const id = await makeSubscription();
  await choose(id, {
    keywords: "Diffusion, nothing of the kind",
    authors: "ada author 6",
    excluded: "survey",
  });
  await ingestEntries(PAPERS, hoursAfter(-1));
  await runDigestAt(NOW);
  expect((await listPapersIn(emails[0])).toSorted()).toEqual(["2603.00001", "2603.00004"]);
  const { text = "", html } = await simpleParser(emails[0]?.raw ?? "");
  for (const body of [text, String(html)]) {
    expect(body).toContain("Matches “Diffusion”");
    expect(body).toContain("Matches ada author 6");
    expect(body).not.toContain("Matches “nothing of the kind”");
  }
  const { selectionId } = await db().delivery.findFirstOrThrow();
  const { papers } = await db().digestSelection.findUniqueOrThrow({ where: { id: selectionId } });
  const reasons = parseDigestPapers(papers).map((paper) => [paper.id, paper.matchReasons]);
  expect(Object.fromEntries(reasons)).toEqual({
    "2603.00001": ["“Diffusion”"],
    "2603.00004": ["ada author 6"],
  });
});

test("a subscriber without topics gets every paper, without reasons", async () => {
  const { emails } = await receiveEmails();
  const id = await makeSubscription();
  await choose(id, { keywords: "tides" });
  await choose(id, {});
  await ingestEntries(PAPERS, hoursAfter(-1));
  await runDigestAt(NOW);
  expect(await listPapersIn(emails[0])).toHaveLength(4);
  const { text } = await simpleParser(emails[0]?.raw ?? "");
  expect(text).not.toContain("“");
});

test("if no paper matches the topics, no delivery is created, and the issue has a reason", async () => {
  await receiveEmails();
  const id = await makeSubscription();
  await choose(id, { keywords: "volcano" });
  await ingestEntries(PAPERS, hoursAfter(-1));
  await runDigestAt(NOW);
  expect(await db().delivery.count()).toBe(0);
  const issue = await db().digestIssue.findFirstOrThrow({ where: { rhythm: "daily" } });
  expect(issue).toMatchObject({ deliveryCount: 0, emptyReason: expect.stringMatching(/\w/) });
});
