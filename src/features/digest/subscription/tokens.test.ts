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
  test("names the reader it was made for, whatever their id", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (id) => {
        expect(parseUnsubscribeToken(createUnsubscribeToken(id, SECRET), SECRET)).toBe(id);
      }),
    );
  });

  test("that was forged is refused", () => {
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
      fc.property(fc.nat(real.length), fc.string({ maxLength: 1 }), fc.nat(1), (at, sign, drop) => {
        const changed = real.slice(0, at) + sign + real.slice(at + drop);
        fc.pre(changed !== real);
        expect(parseUnsubscribeToken(changed, SECRET)).toBeNull();
      }),
    );
  });

  test("of another site's secret is refused", () => {
    const foreign = createUnsubscribeToken(ID, "another secret of more than thirty-two characters");
    expect(parseUnsubscribeToken(foreign, SECRET)).toBeNull();
  });

  test("can't be made of the reader's Message-ID, which others see", () => {
    const seen = createMessageId("", ID, { secret: SECRET, host: "papers.example.org" });
    const signature = /digest\.([0-9a-f]+)@/.exec(seen)?.[1];
    expect(parseUnsubscribeToken(`${ID}.${signature}`, SECRET)).toBeNull();
  });
});

describe("a reader's link", () => {
  const subscription = { id: ID, email: "ada@example.org" };
  const token = createSubscriptionToken(subscription, "2026-03-05", SECRET);

  test("names its reader, and the day sixty days later", () => {
    expect(parseSubscriptionToken(token)).toEqual({ id: ID, day: "2026-05-04" });
    expect(isSubscriptionToken(token, subscription, SECRET)).toBe(true);
  });

  test("is worth nothing at another address, for another reader, day or secret, or forged", () => {
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

test("a Message-ID is the same at every try, and another for another reader, issue or secret", () => {
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

test("a random token has 256 bits, no two are alike, and its hash doesn't hold it", () => {
  const tokens = Array.from({ length: 1000 }, createRandomToken);
  expect(new Set(tokens).size).toBe(1000);
  for (const token of tokens) {
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    expect(hashToken(token)).toMatch(/^[0-9a-f]{64}$/);
    expect(hashToken(token)).not.toContain(token);
  }
});
