import { spawn } from "node:child_process";
import { once } from "node:events";
import { hostname } from "node:os";
import { NOW } from "@tests/factories";
import Sqlite from "better-sqlite3";
import { describe, expect, test, vi } from "vitest";
import { env } from "@/env";
import { HOUR, MINUTE } from "@/lib/duration";
import { claimLease, keepLeaseRenewed, type Leasable, releaseLease, renewLease } from "./lease";
import { getLeaseOwner, isDeadProcess } from "./lease-owner";

const ROWS: Leasable[] = [
  { table: "Sender", name: "digest", duration: MINUTE },
  { table: "Source", name: "arxiv.org", duration: 3 * MINUTE },
];

async function getEndedPid(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  return child.pid ?? 0;
}

describe.each(ROWS)("a lease of the table $table", (row) => {
  /** The instant after a part of the lease's duration. */
  const after = (durations: number) => new Date(NOW.getTime() + durations * row.duration);
  const claim = (leaseOwner: string, now: Date = NOW) => claimLease(row, leaseOwner, now);
  async function claimOrThrow(leaseOwner: string, now: Date = NOW) {
    const lease = await claim(leaseOwner, now);
    if (!lease) throw new Error("somebody else holds the lease");
    return lease;
  }

  test("is given to exactly one of twenty processes that claim it at once", async () => {
    const owners = Array.from({ length: 20 }, (_, index) => `elsewhere:${index}:a`);
    const claims = await Promise.all(owners.map((leaseOwner) => claim(leaseOwner)));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  test("has a higher fence for each new owner; the former one can neither renew nor release it", async () => {
    const former = await claimOrThrow("elsewhere:1:a");
    const next = await claimOrThrow("elsewhere:2:b", after(2));
    expect(next.fence).toBe(former.fence + 1);
    expect(await renewLease(former, after(2))).toBe(false);
    expect(await releaseLease(former)).toBe(false);
    expect(await renewLease(next, after(2))).toBe(true);
  });

  test("can't be claimed while it is held, not even by another run of the same process", async () => {
    await claimOrThrow(getLeaseOwner());
    expect(await claim(getLeaseOwner(), after(0.9))).toBeNull();
    expect(await claim("elsewhere:2:b", after(0.9))).toBeNull();
  });

  test("is refused without waiting for another process's write", async () => {
    await claimOrThrow("elsewhere:1:a");
    const busy = new Sqlite(env().databaseFile);
    busy.exec("BEGIN IMMEDIATE");
    expect(await claim("elsewhere:2:b", after(0.9))).toBeNull();
    busy.close();
  });

  test("lasts longer when it is renewed, and is free at once when it is released", async () => {
    const held = await claimOrThrow("elsewhere:1:a");
    expect(await renewLease(held, after(0.9))).toBe(true);
    expect(await claim("elsewhere:2:b", after(1.5))).toBeNull();
    expect(await releaseLease(held)).toBe(true);
    expect(await claim("elsewhere:2:b", after(1.5))).not.toBeNull();
  });

  test("is free after the clock was set back by a day, but not by a second", async () => {
    await claimOrThrow("elsewhere:1:a");
    expect(await claim("elsewhere:2:b", new Date(NOW.getTime() - 1000))).toBeNull();
    expect(await claim("elsewhere:2:b", new Date(NOW.getTime() - 24 * HOUR))).not.toBeNull();
  });

  test("of a dead process of this host is free at once, and one of two claims gets it", async () => {
    await claimOrThrow(`${hostname()}:${await getEndedPid()}:a`);
    const others = [process.pid, process.ppid].map((pid) => `${hostname()}:${pid}:b`);
    const claims = await Promise.all(others.map((leaseOwner) => claim(leaseOwner)));
    expect(claims.filter(Boolean)).toEqual([expect.objectContaining({ fence: 2 })]);
  });

  test("of our own host and pid is free once a living owner would have renewed it", async () => {
    await claimOrThrow(`${hostname()}:${process.pid}:another`);
    expect(await claim(getLeaseOwner(), after(0.4))).toBeNull();
    expect(await claim(getLeaseOwner(), after(0.6))).toMatchObject({ fence: 2 });
  });

  test("is renewed while it is kept, until it is lost or released", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    let now = NOW;
    const held = keepLeaseRenewed(await claimOrThrow("elsewhere:1:a"), () => now);
    now = after(0.9);
    await vi.advanceTimersByTimeAsync(row.duration / 4);
    await vi.waitFor(async () => expect(await held.isHeld()).toBe(true));
    expect(await claim("elsewhere:2:b", after(1.5))).toBeNull();
    now = after(3);
    await claimOrThrow("elsewhere:2:b", now);
    expect(await held.isHeld()).toBe(false);
    await held.release();
    expect(vi.getTimerCount()).toBe(0);
    expect(await claim("elsewhere:3:c", now)).toBeNull();
    vi.useRealTimers();
  });
});

test("a process is dead if its pid has ended, or if its pid is ours and its name is not; on another host it never is", async () => {
  const own = getLeaseOwner();
  expect(isDeadProcess(`${hostname()}:${process.pid}:another`, own)).toBe(true);
  expect(isDeadProcess(`${hostname()}:${await getEndedPid()}:another`, own)).toBe(true);
  expect(isDeadProcess(own, own)).toBe(false);
  expect(isDeadProcess(`${hostname()}:${process.ppid}:another`, own)).toBe(false);
  expect(isDeadProcess(`elsewhere:${await getEndedPid()}:another`, own)).toBe(false);
  expect(isDeadProcess("nonsense", own)).toBe(false);
});
