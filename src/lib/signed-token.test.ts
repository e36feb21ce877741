import { expect, test } from "vitest";
import { sign, verify } from "./signed-token";

const secret = "a secret of more than thirty-two characters";

test("a signature depends on the purpose, the text and the secret, and on nothing else", () => {
  const signHex = (purpose: string, text: string, key = secret) =>
    sign(purpose, text, { secret: key }).toString("hex");
  expect(signHex("notice", "a")).toBe(signHex("notice", "a"));
  const all = [
    signHex("notice", "a"),
    signHex("notice", "b"),
    signHex("message", "a"),
    signHex("notice", "a", `another ${secret}`),
  ];
  expect(new Set(all).size).toBe(4);
});

test("a short signature is the beginning of the whole one", () => {
  const whole = sign("notice", "a", { secret });
  expect(whole).toHaveLength(32);
  expect(sign("notice", "a", { secret, bytes: 10 })).toEqual(whole.subarray(0, 10));
});

test("only the same text verifies, whatever its length or characters", () => {
  expect(verify("id.abc", "id.abc")).toBe(true);
  for (const token of ["", "id.ab", "id.abcd", "id.ABC", "id.abć", "漢字"]) {
    expect(verify(token, "id.abc"), token).toBe(false);
  }
});
