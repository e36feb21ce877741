import { status as answers, hangsUp } from "@tests/misbehaviours";
import { answerDay, makePuller } from "@tests/pulling";
import { startSourceServer } from "@tests/source-server";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, onTestFinished, test } from "vitest";
import { StatusPage } from "@/features/ingest/components/StatusPage";
import { getStatus } from "./queries";
import { describeState, formatDuration } from "./status";

async function makeSource() {
  const server = await startSourceServer(answerDay);
  onTestFinished(() => server.stop());
  const puller = makePuller(`hf:daily_papers;url=${server.url}`);
  const status = () => getStatus(puller.options.sources, puller.now());
  return { server, puller, status };
}

/** Returns the page's text without its markup. */
const readPage = (...[props]: Parameters<typeof StatusPage>) =>
  renderToStaticMarkup(StatusPage(props))
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll("&#x27;", "'")
    .replaceAll(/\s+/g, " ");

test("a source that was never read is shown as not read yet", async () => {
  const { puller, status } = await makeSource();
  const current = await status();
  expect(current.sources[0]).toMatchObject({ succeededAt: null, running: false, failure: null });
  expect(readPage({ status: current, now: puller.now() })).toContain("Not read yet");
});

test("the papers per day, the last success, the next run and the last error are shown", async () => {
  const { server, puller, status } = await makeSource();
  await puller.run();
  server.behave(hangsUp);
  puller.advanceClock(60);
  await puller.run();
  puller.advanceClock(60);
  const current = await status();
  const [source] = current.sources;
  expect(source?.days).toHaveLength(14);
  expect(source?.days.at(-1)).toEqual({ day: "2026-03-05", count: 2, usual: null });
  const page = readPage({ status: current, now: puller.now() });
  expect(page).toContain("Incomplete for 2 hours");
  expect(page).toContain("Last success 15:00 UTC , 2 hours ago");
  expect(page).toContain("The answer was cut off (2026-03-05, and 1 more). 16:00 UTC");
  expect(page).toContain("127.0.0.1");
  expect(page).toContain("14 new, 0 changed");
});

test("a source is shown as running during its run", async () => {
  const { puller, status } = await makeSource();
  let seen = false;
  await puller.run({
    async fetch(url, about) {
      seen ||= (await status()).sources[0]?.running ?? false;
      return puller.options.fetch(url, about);
    },
  });
  expect(seen).toBe(true);
  expect((await status()).sources[0]?.running).toBe(false);
});

test("rejections are shown as sentences, each reason once", async () => {
  const { server, puller, status } = await makeSource();
  server.behave((_, response, good) =>
    response.end(JSON.stringify([...JSON.parse(good()), { paper: { id: "one" } }, {}])),
  );
  await puller.run();
  const [run] = (await status()).runs;
  expect(run).toMatchObject({ rejected: 18, created: 14, origin: puller.name });
  expect(run?.reasons.map(({ count }) => count)).toEqual([9, 9]);
  expect(readPage({ status: await status(), now: puller.now() })).toMatch(
    /one and 8 others: .*arXiv id/i,
  );
});

test("a source that recovers is up to date again and keeps its last error", async () => {
  const { server, puller, status } = await makeSource();
  server.behave(answers(503));
  await puller.run();
  server.behave(undefined);
  puller.advanceClock(30);
  await puller.run();
  const [source] = (await status()).sources;
  if (!source) throw new Error("no source");
  expect(describeState(source, puller.now())).toEqual({ text: "Up to date", bad: false });
  expect(source.failure).toContain("answered 503");
});

test("without sources the page says that papers are added manually", () => {
  const page = readPage({ status: { sources: [], runs: [] }, now: new Date(0) });
  expect(page).toContain("No automatic sources: papers are added manually.");
  expect(page).toContain("No imports yet.");
});

test.each([
  [0, "0 minutes"],
  [1, "1 minute"],
  [89, "89 minutes"],
  [120, "2 hours"],
  [60 * 24 * 3, "3 days"],
])("%i minutes are %s", (minutes, text) => {
  expect(formatDuration(new Date(0), new Date(minutes * 60_000))).toBe(text);
});
