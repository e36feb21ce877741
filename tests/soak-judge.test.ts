import { expect, test } from "vitest";
import { judge, type SoakLog } from "./soak/judge";

const receive = (subscriber: string, run: number, messageId = `<${subscriber}@x>`) => ({
  subscriber,
  messageId,
  run,
});

/** Two subscribers, one kill between their emails; the first email's row was left in `sending`. */
const GOOD: SoakLog = {
  subscribers: 2,
  policy: "resend",
  receivedEmails: [receive("ada", 0), receive("ada", 1), receive("ben", 1)],
  kills: [{ run: 0, uncertain: ["ada"] }],
  snapshots: [
    { frozen: 2, states: { sending: 1, pending: 1 } },
    { frozen: 2, states: { sent: 2 } },
  ],
  held: [],
};

const HELD: SoakLog = {
  ...GOOD,
  policy: "hold",
  receivedEmails: [receive("ben", 1)],
  snapshots: [{ frozen: 2, states: { sent: 1, unknown: 1 } }],
  held: ["ada"],
};

test("neither a copy of an email that was being sent nor a held email breaks a promise", () => {
  expect(judge(GOOD)).toMatchObject({ broken: [], missing: 0, copies: 1, copiesPerKill: 1 });
  expect(judge(GOOD)).toMatchObject({ messageIds: 2, maxCopiesAtOnce: 1, killsWhileSending: 1 });
  expect(judge(HELD)).toMatchObject({ broken: [], missing: 0, copies: 0, heldButDelivered: 0 });
});

test.each<[string, SoakLog]>([
  ["1 subscribers are missing", { ...GOOD, receivedEmails: GOOD.receivedEmails.slice(0, 2) }],
  ["1 subscribers are missing", { ...HELD, held: [] }],
  ["1 uncertain emails are not held", { ...HELD, held: [] }],
  ["2 held of 1 uncertain", { ...HELD, held: ["ada", "ben"] }],
  ["1 copies, although", { ...HELD, receivedEmails: GOOD.receivedEmails }],
  [
    "ada has 2 Message-IDs",
    { ...GOOD, receivedEmails: [...GOOD.receivedEmails, receive("ada", 1, "<o@x>")] },
  ],
  [
    "went to 2 subscribers",
    { ...GOOD, receivedEmails: [receive("ada", 0, "<1>"), receive("ben", 1, "<1>")] },
  ],
  ["that no kill explains", { ...GOOD, kills: [{ run: 0, uncertain: ["ben"] }] }],
  [
    "that no kill explains",
    { ...GOOD, receivedEmails: [...GOOD.receivedEmails, receive("ben", 1)] },
  ],
  ["1 deliveries of 2", { ...GOOD, snapshots: [{ frozen: 2, states: { sent: 1 } }] }],
  [
    "1 sent and 0 held of 2",
    { ...GOOD, snapshots: [{ frozen: 2, states: { sent: 1, skipped: 1 } }] },
  ],
  ["only 0 kills happened while emails", { ...GOOD, kills: [{ run: 0, uncertain: [] }] }],
  ["6 emails were being sent", { ...GOOD, kills: [{ run: 0, uncertain: [..."abcdef"] }] }],
])("a broken promise is reported: %s", (sentence, soakLog) => {
  expect(judge(soakLog).broken.join("\n")).toContain(sentence);
});

test("the average counts from a hundred kills on", () => {
  const subscribers = Array.from({ length: 200 }, (_, index) => `reader-${index}`);
  const kills = Array.from({ length: 100 }, (_, run) => ({
    run,
    uncertain: subscribers.slice(run * 2, run * 2 + 2),
  }));
  const first = kills.flatMap(({ run, uncertain }) => uncertain.map((name) => receive(name, run)));
  const createCopies = (count: number) =>
    subscribers.slice(0, count).map((name) => receive(name, 100));
  const snapshots = [{ frozen: 200, states: { sent: 200 } }];
  const soakLog = { ...GOOD, subscribers: 200, kills, snapshots };
  expect(judge({ ...soakLog, receivedEmails: [...first, ...createCopies(100)] }).broken).toEqual(
    [],
  );
  expect(judge({ ...soakLog, receivedEmails: [...first, ...createCopies(101)] }).broken).toEqual([
    "1.01 copies per kill",
  ]);
});
