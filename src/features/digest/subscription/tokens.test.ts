import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createMessageId,
  createRandomToken,
  createSubscriptionToken,
  createUnsubscribeToken,
  hashToken,
  isSubscriptionToken,
  parseSubscriptionToken,
  parseUnsubscribeToken,
} from "./tokens";

const SECRET = "a secret of more than thirty-two characters";
const ID = "0c8a1a1e-6a0c-4c5e-9f0e-9d8f4a1b2c3d";

describe("an unsubscribe token", () => {
  test("returns the subscription it was created for, whatever its id", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (id) => {
        expect(parseUnsubscribeToken(createUnsubscribeToken(id, SECRET), SECRET)).toBe(id);
      }),
    );
  });

  test("that is forged is refused", () => {
    const hex = fc.stringMatching(/^[0-9a-f]{0,64}$/);
    const digest = fc.stringMatching(/^[0-9a-f]{32}$/);
    const forgery = fc.oneof(
      fc.string(),
      hex.map((signature) => `${ID}.${signature}`),
      digest.map((signature) => `${ID}.${signature}`),
      digest.map((signature) => `.${signature}`),
    );
    const real = createUnsubscribeToken(ID, SECRET);
    fc.assert(
      fc.property(forgery, (token) => {
        fc.pre(token !== real);
        expect(parseUnsubscribeToken(token, SECRET)).toBeNull();
      }),
      { numRuns: 2000 },
    );
  });

  test("with any one character changed, left out or added is refused", () => {
    const real = createUnsubscribeToken(ID, SECRET);
    fc.assert(
      fc.property(
        fc.nat(real.length),
        fc.string({ maxLength: 1 }),
        fc.nat(1),
        (at, inserted, removed) => {
          const changed = real.slice(0, at) + inserted + real.slice(at + removed);
          fc.pre(changed !== real);
          expect(parseUnsubscribeToken(changed, SECRET)).toBeNull();
        },
      ),
    );
  });

  test("of another site's secret is refused", () => {
    const foreign = createUnsubscribeToken(ID, "another secret of more than thirty-two characters");
    expect(parseUnsubscribeToken(foreign, SECRET)).toBeNull();
  });

  test("can't be made of a Message-ID, which others see", () => {
    const seen = createMessageId("", ID, { secret: SECRET, host: "papers.example.org" });
    const signature = /digest\.([0-9a-f]+)@/.exec(seen)?.[1];
    expect(parseUnsubscribeToken(`${ID}.${signature}`, SECRET)).toBeNull();
  });
});

describe("a subscription's link", () => {
  const subscription = { id: ID, email: "ada@example.org" };
  const token = createSubscriptionToken(subscription, "2026-03-05", SECRET);

  test("contains its subscription's id and the day sixty days later", () => {
    expect(parseSubscriptionToken(token)).toEqual({ id: ID, lastDay: "2026-05-04" });
    expect(isSubscriptionToken(token, subscription, SECRET)).toBe(true);
  });

  test("is invalid at another address, for another id, day or secret, or forged", () => {
    const later = token.replace("2026-05-04", "2027-05-04");
    expect(isSubscriptionToken(token, { ...subscription, email: "new@example.org" }, SECRET)).toBe(
      false,
    );
    expect(isSubscriptionToken(token, { ...subscription, id: "other" }, SECRET)).toBe(false);
    expect(isSubscriptionToken(later, subscription, SECRET)).toBe(false);
    expect(isSubscriptionToken(token, subscription, `another ${SECRET}`)).toBe(false);
    fc.assert(
      fc.property(fc.string(), (forged) => {
        expect(isSubscriptionToken(forged, subscription, SECRET)).toBe(false);
        expect(isSubscriptionToken(`${ID}.2026-05-04.${forged}`, subscription, SECRET)).toBe(false);
      }),
    );
  });
});

test("tokens that were emailed before this version stay valid", () => {
  const unsubscribeToken = `${ID}.cd1722b099acea33cd98accce1448513`;
  expect(parseUnsubscribeToken(unsubscribeToken, SECRET)).toBe(ID);
  const linkToken = `${ID}.2026-05-04.6be6c859c952296e1058c8adb1477ed7`;
  expect(isSubscriptionToken(linkToken, { id: ID, email: "ada@example.org" }, SECRET)).toBe(true);
  expect(createMessageId("issue-1", ID, { secret: SECRET, host: "papers.example.org" })).toBe(
    "<digest.8840fe5abd8272fece4ad8491a5e21fe@papers.example.org>",
  );
});

test("a Message-ID is the same at every attempt, and differs by subscription, issue and secret", () => {
  const host = "papers.example.org";
  const make = (issue: string, subscription: string, secret = SECRET) =>
    createMessageId(issue, subscription, { secret, host });
  expect(make("issue-1", "reader-1")).toBe(make("issue-1", "reader-1"));
  const all = [
    make("issue-1", "reader-1"),
    make("issue-1", "reader-2"),
    make("issue-2", "reader-1"),
    make("issue-1", "reader-1", "another secret of more than thirty-two characters"),
  ];
  expect(new Set(all).size).toBe(4);
  for (const id of all) expect(id).toMatch(/^<digest\.[0-9a-f]{32}@papers\.example\.org>$/);
});

test("a random token has 256 bits, is unique, and its hash doesn't contain it", () => {
  const tokens = Array.from({ length: 1000 }, createRandomToken);
  expect(new Set(tokens).size).toBe(1000);
  for (const token of tokens) {
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    expect(hashToken(token)).toMatch(/^[0-9a-f]{64}$/);
    expect(hashToken(token)).not.toContain(token);
  }
});
