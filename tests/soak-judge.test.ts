import { expect, test } from "vitest";
import { judge, type SoakLog } from "./soak/judge";

const receive = (subscriber: string, run: number, messageId = `<${subscriber}@x>`) => ({
  subscriber,
  messageId,
  run,
});

/** Two subscribers, one kill between their mails; the first mail's row was left in doubt. */
const GOOD: SoakLog = {
  subscribers: 2,
  policy: "resend",
  receivedEmails: [receive("ada", 0), receive("ada", 1), receive("ben", 1)],
  crashes: [{ run: 0, uncertain: ["ada"] }],
  looks: [
    { frozen: 2, states: { sending: 1, pending: 1 } },
    { frozen: 2, states: { sent: 2 } },
  ],
  listed: [],
};

const HELD: SoakLog = {
  ...GOOD,
  policy: "hold",
  receivedEmails: [receive("ben", 1)],
  looks: [{ frozen: 2, states: { sent: 1, unknown: 1 } }],
  listed: ["ada"],
};

test("a copy of what was under way breaks nothing, nor does a mail that is held", () => {
  expect(judge(GOOD)).toMatchObject({ broken: [], missing: 0, copies: 1, copiesPerCrash: 1 });
  expect(judge(GOOD)).toMatchObject({ messageIds: 2, mostAtOnce: 1, crashesUnderWay: 1 });
  expect(judge(HELD)).toMatchObject({ broken: [], missing: 0, copies: 0, listedButDelivered: 0 });
});

test.each<[string, SoakLog]>([
  ["1 subscribers are missing", { ...GOOD, receivedEmails: GOOD.receivedEmails.slice(0, 2) }],
  ["1 subscribers are missing", { ...HELD, listed: [] }],
  ["1 doubtful mails aren't listed", { ...HELD, listed: [] }],
  ["2 listed of 1 in doubt", { ...HELD, listed: ["ada", "ben"] }],
  ["1 copies although", { ...HELD, receivedEmails: GOOD.receivedEmails }],
  [
    "ada has 2 Message-IDs",
    { ...GOOD, receivedEmails: [...GOOD.receivedEmails, receive("ada", 1, "<o@x>")] },
  ],
  [
    "went to 2 subscribers",
    { ...GOOD, receivedEmails: [receive("ada", 0, "<1>"), receive("ben", 1, "<1>")] },
  ],
  ["that no kill explains", { ...GOOD, crashes: [{ run: 0, uncertain: ["ben"] }] }],
  [
    "that no kill explains",
    { ...GOOD, receivedEmails: [...GOOD.receivedEmails, receive("ben", 1)] },
  ],
  ["1 deliveries of 2", { ...GOOD, looks: [{ frozen: 2, states: { sent: 1 } }] }],
  [
    "1 sent and 0 listed of 2",
    { ...GOOD, looks: [{ frozen: 2, states: { sent: 1, skipped: 1 } }] },
  ],
  ["only 0 kills hit mails", { ...GOOD, crashes: [{ run: 0, uncertain: [] }] }],
  ["6 mails were under way", { ...GOOD, crashes: [{ run: 0, uncertain: [..."abcdef"] }] }],
])("what is wrong is said: %s", (sentence, soakLog) => {
  expect(judge(soakLog).broken.join("\n")).toContain(sentence);
});

test("of a hundred kills or more the average counts", () => {
  const subscribers = Array.from({ length: 200 }, (_, index) => `reader-${index}`);
  const crashes = Array.from({ length: 100 }, (_, run) => ({
    run,
    uncertain: subscribers.slice(run * 2, run * 2 + 2),
  }));
  const first = crashes.flatMap(({ run, uncertain }) =>
    uncertain.map((name) => receive(name, run)),
  );
  const again = (count: number) => subscribers.slice(0, count).map((name) => receive(name, 100));
  const looks = [{ frozen: 200, states: { sent: 200 } }];
  const soakLog = { ...GOOD, subscribers: 200, crashes, looks };
  expect(judge({ ...soakLog, receivedEmails: [...first, ...again(100)] }).broken).toEqual([]);
  expect(judge({ ...soakLog, receivedEmails: [...first, ...again(101)] }).broken).toEqual([
    "1.01 copies a kill",
  ]);
});
