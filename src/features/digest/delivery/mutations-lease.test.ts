import { spawn } from "node:child_process";
import { once } from "node:events";
import { hostname } from "node:os";
import { deliveryStates, hoursAfter, minutesAfter } from "@tests/digest";
import { NOW } from "@tests/factories";
import { freezeFor } from "@tests/sending";
import Sqlite from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { env } from "@/env";
import { getLeaseOwner, isDeadProcess } from "./lease-owner";
import { claimDelivery, recordNotSent } from "./mutations";
import { claimLease, releaseLease, renewLease } from "./mutations-lease";
import { findSender } from "./queries";

const lease = async (owner = "elsewhere:1:a", now = NOW) => {
  const claimed = await claimLease(owner, now);
  if (!claimed) throw new Error("the lease is somebody else's");
  return claimed;
};

test("of twenty that claim at once one has it", async () => {
  const owners = Array.from({ length: 20 }, (_, index) => `elsewhere:${index}:a`);
  const claims = await Promise.all(owners.map((owner) => claimLease(owner, NOW)));
  expect(claims.filter(Boolean)).toHaveLength(1);
});

test("each new owner has a higher fence; the late one can neither renew, release, claim nor settle", async () => {
  await freezeFor(2);
  const late = await lease("elsewhere:1:a");
  const held = await claimDelivery(late, NOW);
  const next = await lease("elsewhere:2:b", minutesAfter(2));
  expect(next.fence).toBe(late.fence + 1);
  expect(await renewLease(late, minutesAfter(2))).toBe(false);
  expect(await releaseLease(late)).toBe(false);
  expect(await claimDelivery(late, minutesAfter(2))).toBeNull();
  const taken = await claimDelivery(next, minutesAfter(2));
  if (!held || !taken) throw new Error("nothing was claimed");
  const failed = { state: "bounced" as const, answer: "550 no", now: minutesAfter(2) };
  expect(await recordNotSent(late, taken, failed)).toBe(false);
  expect(await deliveryStates()).toEqual({ "reader-0": "sending", "reader-1": "sending" });
  expect((await findSender())?.leaseOwner).toBe("elsewhere:2:b");
});

test("a lease that is held is nobody else's, also no other run's of the same process", async () => {
  await lease(getLeaseOwner());
  expect(await claimLease(getLeaseOwner(), minutesAfter(0.9))).toBeNull();
  expect(await claimLease("elsewhere:2:b", minutesAfter(0.9))).toBeNull();
});

test("who asks while it is held waits for nobody's turn to write", async () => {
  await lease();
  const busy = new Sqlite(env().databaseFile);
  busy.exec("BEGIN IMMEDIATE");
  expect(await claimLease("elsewhere:2:b", minutesAfter(0.9))).toBeNull();
  busy.close();
});

test("renewed it holds on, given back it is free at once", async () => {
  const held = await lease();
  expect(await renewLease(held, minutesAfter(0.9))).toBe(true);
  expect(await claimLease("elsewhere:2:b", minutesAfter(1.5))).toBeNull();
  expect(await releaseLease(held)).toBe(true);
  expect(await claimLease("elsewhere:2:b", minutesAfter(1.5))).not.toBeNull();
});

test("a holder who let it run out claims nothing until it is renewed", async () => {
  await freezeFor(1);
  const held = await lease();
  expect(await claimDelivery(held, minutesAfter(2))).toBeNull();
  expect(await renewLease(held, minutesAfter(2))).toBe(true);
  expect(await claimDelivery(held, minutesAfter(2))).not.toBeNull();
});

test("a clock that jumped back by a day keeps nobody out, one a second behind does", async () => {
  await lease("elsewhere:1:a");
  expect(await claimLease("elsewhere:2:b", minutesAfter(-1 / 60))).toBeNull();
  expect(await claimLease("elsewhere:2:b", hoursAfter(-24))).not.toBeNull();
});

async function endedPid(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  return child.pid ?? 0;
}

describe("a holder on this host", () => {
  test("that has ended loses the lease at once, to one of those that try", async () => {
    await lease(`${hostname()}:${await endedPid()}:a`);
    const others = [process.pid, process.ppid].map((pid) => `${hostname()}:${pid}:b`);
    const claims = await Promise.all(others.map((owner) => claimLease(owner, NOW)));
    expect(claims.filter(Boolean)).toEqual([expect.objectContaining({ fence: 2 })]);
  });

  test("that has our pid loses it once it would have renewed it: it may be another container's", async () => {
    const own = getLeaseOwner();
    await lease(`${hostname()}:${process.pid}:another`);
    expect(await claimLease(own, minutesAfter(0.4))).toBeNull();
    expect(await claimLease(own, minutesAfter(0.6))).toMatchObject({ fence: 2 });
  });

  test("that had our pid in another life is gone; that runs, or on another host, isn't", async () => {
    const own = getLeaseOwner();
    expect(isDeadProcess(`${hostname()}:${process.pid}:another`, own)).toBe(true);
    expect(isDeadProcess(own, own)).toBe(false);
    expect(isDeadProcess(`${hostname()}:${process.ppid}:another`, own)).toBe(false);
    expect(isDeadProcess(`elsewhere:${await endedPid()}:another`, own)).toBe(false);
    expect(isDeadProcess("nonsense", own)).toBe(false);
  });
});
