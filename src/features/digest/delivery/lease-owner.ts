import { randomBytes } from "node:crypto";
import { hostname } from "node:os";

/** Next bundles this module several times into one process, which has one name. */
const kept = globalThis as typeof globalThis & { dailyPapersOwner?: string };

/** What this process is called as the owner of a lease: `host:pid:random`. */
export function getLeaseOwner(): string {
  kept.dailyPapersOwner ??= `${hostname()}:${process.pid}:${randomBytes(4).toString("hex")}`;
  return kept.dailyPapersOwner;
}

const parse = (owner: string) => {
  const [, host, pid] = /^(.+):(\d+):\w+$/.exec(owner) ?? [];
  return { host, pid: Number(pid) };
};

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Anything but "no such process" means that there is one, of somebody else.
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

/** Whether two owners have one host and pid: a container that was started again, or two of one name. */
export function isSameHostAndPid(owner: string, self: string): boolean {
  const [other, own] = [parse(owner), parse(self)];
  return other.host === own.host && other.pid === own.pid;
}

/**
 * Whether an owner is a process of this host that has ended: no such pid, or our own pid under
 * another name (a container that was started again). Of another host nobody knows.
 */
export function isDeadProcess(owner: string, self: string): boolean {
  const [other, own] = [parse(owner), parse(self)];
  if (owner === self || !other.host || other.host !== own.host) return false;
  return other.pid === own.pid || !isRunning(other.pid);
}
