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

/** The address of an id that fits. */
function addressOf(id: string, given = settings): string {
  const address = formatBounceAddress(id, given);
  if (!address) throw new Error(`no address for ${id}`);
  return address;
}

describe("a return path", () => {
  test("names the reader it was made for, in 64 characters, in whatever case it comes back", () => {
    fc.assert(
      fc.property(
        fc.oneof(uuids, names),
        places,
        fc.infiniteStream(fc.boolean()),
        (id, place, up) => {
          const address = addressOf(id, { ...settings, bounces: place.join("@") });
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

  test("is the same at every try and another for every reader", () => {
    expect(addressOf(ID)).toBe(addressOf(ID));
    fc.assert(
      fc.property(uuids, names, (one, other) => {
        expect(addressOf(one)).not.toBe(addressOf(other));
      }),
    );
  });

  test("is none where no address is set, or where an id is too long for it", () => {
    expect(formatBounceAddress(ID, { ...settings, bounces: undefined })).toBeUndefined();
    expect(formatBounceAddress("x".repeat(80), settings)).toBeUndefined();
  });

  test("that was forged is nobody's", () => {
    const real = addressOf(ID);
    const other = addressOf(ID, { ...settings, secret: SECRET.toUpperCase() });
    const forgery = fc.oneof(
      fc.string(),
      fc.emailAddress(),
      fc.stringMatching(/^bounces\+[ut][a-z2-7]{17,50}@example\.org$/),
      // The reader's own id before another signature.
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

  test("with any one character of its token changed, left out or added is nobody's", () => {
    const real = addressOf(ID);
    const [start, end] = [real.indexOf("+") + 1, real.indexOf("@")];
    const letters = [..."abcdefghijklmnopqrstuvwxyz234567018=+-."];
    for (let at = start; at < end; at += 1) {
      const [before, after] = [real.slice(0, at), real.slice(at + 1)];
      expect(parseBounceAddress(before + after, SECRET), "left out").toBeNull();
      for (const letter of letters) {
        if (letter !== real[at])
          expect(parseBounceAddress(before + letter + after, SECRET)).toBeNull();
        expect(parseBounceAddress(before + letter + real[at] + after, SECRET)).toBeNull();
      }
    }
  });

  test("cut off anywhere is nobody's", () => {
    const real = addressOf(ID);
    for (let length = 0; length < real.length; length += 1) {
      // A shorter domain is still an address: the token alone decides.
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
