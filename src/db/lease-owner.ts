import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { rememberOnce } from "@/lib/process-wide";

/** Returns the name under which this process owns leases: `host:pid:random`. */
export const getLeaseOwner = (): string =>
  rememberOnce(
    "lease owner",
    () => `${hostname()}:${process.pid}:${randomBytes(4).toString("hex")}`,
  );

function parseLeaseOwner(leaseOwner: string) {
  const [, host, pid] = /^(.+):(\d+):\w+$/.exec(leaseOwner) ?? [];
  return { host, pid: Number(pid) };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // ESRCH means that no such process exists. With any other error, such as EPERM for a process of
    // another user, it exists.
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

/**
 * Returns whether two owners have the same host and pid: the same container before and after a
 * restart, or two containers that share a host name.
 */
export function isSameHostAndPid(leaseOwner: string, ownName: string): boolean {
  const other = parseLeaseOwner(leaseOwner);
  const own = parseLeaseOwner(ownName);
  return other.host === own.host && other.pid === own.pid;
}

/**
 * Returns whether a lease owner is a process of this host that has ended: no process has its pid, or
 * its pid is ours and its random part is not (a container that was restarted). Processes of other
 * hosts can't be checked, so they count as running.
 */
export function isDeadProcess(leaseOwner: string, ownName: string): boolean {
  const other = parseLeaseOwner(leaseOwner);
  const own = parseLeaseOwner(ownName);
  if (leaseOwner === ownName || !other.host || other.host !== own.host) return false;
  return other.pid === own.pid || !isRunning(other.pid);
}
