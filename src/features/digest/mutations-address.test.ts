import { hoursAfter } from "@tests/digest";
import { makeReader, NOW } from "@tests/factories";
import { everyCell } from "@tests/tables";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { confirmAddressChange, requestAddressChange } from "./mutations-address";
import { findReaderId } from "./queries-reader";
import { hashToken } from "./tokens";

const NEW = "new@example.org";
const ask = async (now = NOW, email = NEW) => {
  const { from, to } = await requestAddressChange("reader-1", email, now);
  return { old: from.token, fresh: to.token };
};

test("the address moves once both have confirmed, in either order, and the reader stays the same", async () => {
  for (const first of ["old", "fresh"] as const) {
    const id = `by-${first}`;
    await makeReader(id);
    const { from, to } = await requestAddressChange(id, `${first}-moved@example.org`, NOW);
    const [one, two] = first === "old" ? [from, to] : [to, from];
    expect(await confirmAddressChange(one.token, hoursAfter(1))).toEqual({ moved: false });
    expect(await confirmAddressChange(one.token, hoursAfter(2))).toEqual({ moved: false });
    expect(await findReaderId(`${id}@example.org`)).toBe(id);
    expect(await confirmAddressChange(two.token, hoursAfter(3))).toEqual({ moved: true });
    expect(await confirmAddressChange(one.token, hoursAfter(4))).toEqual({ moved: true });
    expect(await findReaderId(`${first}-moved@example.org`)).toBe(id);
    expect(await findReaderId(`${id}@example.org`)).toBeNull();
  }
});

test("both at once move it", async () => {
  await makeReader();
  const { old, fresh } = await ask();
  const told = await Promise.all([old, fresh].map((token) => confirmAddressChange(token, NOW)));
  expect(told).toContainEqual({ moved: true });
  expect(await findReaderId(NEW)).toBe("reader-1");
});

test("links are good for 48 hours, replaced by newer ones, and never in the database", async () => {
  await makeReader();
  const { old, fresh } = await ask();
  expect(everyCell()).toContain(hashToken(old));
  expect(everyCell()).not.toContain(old);
  for (const token of ["", "unknown", hashToken(old)]) {
    expect(await confirmAddressChange(token, NOW)).toBeNull();
  }
  await confirmAddressChange(old, hoursAfter(47));
  expect(await confirmAddressChange(fresh, hoursAfter(48))).toBeNull();
  const newer = await ask(hoursAfter(48));
  expect(await confirmAddressChange(fresh, hoursAfter(48))).toBeNull();
  expect(await confirmAddressChange(newer.fresh, hoursAfter(49))).toEqual({ moved: false });
});

test("once a day, and the sentence says how long to wait", async () => {
  await makeReader();
  await ask();
  await expect(ask(hoursAfter(1.5))).rejects.toMatchObject({
    code: "too_many_requests",
    message: "An address can be changed once a day. Try again in 23 hours.",
  });
  await expect(ask(hoursAfter(23.5))).rejects.toThrow("Try again in 1 hour.");
  await ask(hoursAfter(24));
});

test("the same address is no change", async () => {
  await makeReader();
  await expect(ask(NOW, "reader-1@example.org")).rejects.toThrow(
    "The digest goes to reader-1@example.org already.",
  );
});

test("an address that has a subscription is asked for like any, and refused at the end, whole", async () => {
  await makeReader();
  await makeReader("other", { email: NEW });
  const { old, fresh } = await ask();
  await confirmAddressChange(old, NOW);
  const before = await db().addressChange.findMany();
  await expect(confirmAddressChange(fresh, NOW)).rejects.toMatchObject({
    code: "bad_request",
    message:
      "The new address has a subscription of its own. End that one by deleting it, then try again.",
  });
  expect(await db().addressChange.findMany()).toEqual(before);
  expect(await findReaderId(NEW)).toBe("other");
});

test("one that was asked for there and never confirmed stands in nobody's way", async () => {
  await makeReader();
  await makeReader("pending", { email: NEW, state: "pending" });
  const { old, fresh } = await ask();
  await confirmAddressChange(old, NOW);
  expect(await confirmAddressChange(fresh, NOW)).toEqual({ moved: true });
  expect(await findReaderId(NEW)).toBe("reader-1");
});
