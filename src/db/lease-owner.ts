import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { rememberOnce } from "@/lib/process-wide";

/** Returns this process's name as the owner of leases: `host:pid:random`. */
export const getLeaseOwner = (): string =>
  rememberOnce(
    "lease owner",
    () => `${hostname()}:${process.pid}:${randomBytes(4).toString("hex")}`,
  );

function parseOwner(owner: string) {
  const [, host, pid] = /^(.+):(\d+):\w+$/.exec(owner) ?? [];
  return { host, pid: Number(pid) };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // ESRCH means that no such process exists. Any other error, such as EPERM, comes from a process
    // that exists and belongs to another user.
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

/**
 * Returns whether two owners have the same host and pid: the same container before and after a
 * restart, or two containers that share a host name.
 */
export function isSameHostAndPid(owner: string, self: string): boolean {
  const [other, own] = [parseOwner(owner), parseOwner(self)];
  return other.host === own.host && other.pid === own.pid;
}

/**
 * Returns whether an owner is a process of this host that has ended: its pid does not exist, or it
 * is our own pid under another random part (a container that was restarted). Processes of other
 * hosts can't be checked, so they count as alive.
 */
export function isDeadProcess(owner: string, self: string): boolean {
  const [other, own] = [parseOwner(owner), parseOwner(self)];
  if (owner === self || !other.host || other.host !== own.host) return false;
  return other.pid === own.pid || !isRunning(other.pid);
}
