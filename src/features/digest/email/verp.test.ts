import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatBounceAddress, parseBounceAddress } from "./verp";

const SECRET = "a secret of more than thirty-two characters";
const ID = "0c8a1a1e-6a0c-4c5e-9f0e-9d8f4a1b2c3d";
const settings = { bounces: "bounces@example.org", secret: SECRET };

const uuids = fc.uuid();
const names = fc.string({ unit: "binary", minLength: 0, maxLength: 21 }).filter((text) => {
  const bytes = Buffer.from(text);
  return bytes.length <= 21 && bytes.toString() === text;
});
const places = fc.tuple(
  fc.stringMatching(/^[a-z0-9._-]{1,12}$/),
  fc.stringMatching(/^[a-z0-9-]{1,20}\.[a-z]{2,8}$/),
);

/** Returns the address of an id that is short enough. */
function getAddress(id: string, given = settings): string {
  const address = formatBounceAddress(id, given);
  if (!address) throw new Error(`no address for ${id}`);
  return address;
}

describe("a bounce address", () => {
  test("identifies its subscription with at most 64 characters before the @, in any case", () => {
    fc.assert(
      fc.property(
        fc.oneof(uuids, names),
        places,
        fc.infiniteStream(fc.boolean()),
        (id, place, up) => {
          const address = getAddress(id, { ...settings, bounces: place.join("@") });
          expect(address.indexOf("@")).toBeLessThanOrEqual(64);
          expect(address).toMatch(/^[a-z0-9._+-]+@[a-z0-9.-]+$/);
          expect(parseBounceAddress(address, SECRET)).toBe(id);
          const folded = [...address].map((letter) =>
            up.next().value ? letter.toUpperCase() : letter,
          );
          expect(parseBounceAddress(folded.join(""), SECRET)).toBe(id);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test("is always the same for one subscription, and different for another", () => {
    expect(getAddress(ID)).toBe(getAddress(ID));
    fc.assert(
      fc.property(uuids, names, (one, other) => {
        expect(getAddress(one)).not.toBe(getAddress(other));
      }),
    );
  });

  test("is undefined if no address is set, or if the id is too long", () => {
    expect(formatBounceAddress(ID, { ...settings, bounces: undefined })).toBeUndefined();
    expect(formatBounceAddress("x".repeat(80), settings)).toBeUndefined();
  });

  test("that is forged is rejected", () => {
    const real = getAddress(ID);
    const other = getAddress(ID, { ...settings, secret: SECRET.toUpperCase() });
    const forgery = fc.oneof(
      fc.string(),
      fc.emailAddress(),
      fc.stringMatching(/^bounces\+[ut][a-z2-7]{17,50}@example\.org$/),
      // The right id with another signature
      fc.stringMatching(/^[a-z2-7]{16}$/).map((end) => real.replace(/.{16}@/, `${end}@`)),
      fc.constantFrom(other, "", "@", "bounces@example.org", "bounces+@example.org"),
    );
    fc.assert(
      fc.property(forgery, (address) => {
        fc.pre(address.toLowerCase() !== real);
        expect(parseBounceAddress(address, SECRET)).toBeNull();
      }),
      { numRuns: 2000 },
    );
  });

  test("is rejected if any character of its token is changed, removed or added", () => {
    const real = getAddress(ID);
    const [start, end] = [real.indexOf("+") + 1, real.indexOf("@")];
    const characters = [..."abcdefghijklmnopqrstuvwxyz234567018=+-."];
    for (let at = start; at < end; at += 1) {
      const [before, after] = [real.slice(0, at), real.slice(at + 1)];
      expect(parseBounceAddress(before + after, SECRET), "left out").toBeNull();
      for (const character of characters) {
        if (character !== real[at])
          expect(parseBounceAddress(before + character + after, SECRET)).toBeNull();
        expect(parseBounceAddress(before + character + real[at] + after, SECRET)).toBeNull();
      }
    }
  });

  test("that is cut off anywhere is rejected", () => {
    const real = getAddress(ID);
    for (let length = 0; length < real.length; length += 1) {
      // With a shorter domain it is still valid: only the token is checked.
      const expected = length > real.indexOf("@") + 1 ? ID : null;
      expect(parseBounceAddress(real.slice(0, length), SECRET)).toBe(expected);
    }
  });
});

test("addresses of emails that were sent before this version stay valid", () => {
  const token = "ubsfbuhtkbrgf5hyotwhuugzmhx33u27dvmsqesehli";
  expect(parseBounceAddress(`bounces+${token}@example.org`, SECRET)).toBe(ID);
  const shortToken = "tojswczdfoiwtchyhi5fytxcvrepou";
  expect(parseBounceAddress(`bounces+${shortToken}@example.org`, SECRET)).toBe("reader-1");
});
