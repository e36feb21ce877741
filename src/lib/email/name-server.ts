import type { Resolver } from "node:dns/promises";

/** Looks up DNS records. Each method returns an empty list if the name has no record of that kind. */
export type NameServer = {
  resolveTxt(name: string): Promise<string[]>;
  /** IPv4 and IPv6 */
  resolveAddresses(name: string): Promise<string[]>;
  /** By priority, the preferred one first. "" means that the domain receives no email (RFC 7505) */
  resolveMailServers(name: string): Promise<string[]>;
  /** Resolves an address to its names. */
  resolvePtr(address: string): Promise<string[]>;
};

/** Thrown if no name server answered, so that it is unknown whether a record exists. */
export class NameServerError extends Error {}

const NO_RECORD_CODES = ["ENOTFOUND", "ENODATA", "NXDOMAIN"];
/** The text is not a valid name, so it has no records either. */
const INVALID_NAME_CODES = ["EBADNAME", "ERR_INVALID_ARG_VALUE"];

/** @throws NameServerError */
async function resolveOrEmpty<T>(name: string, resolve: () => Promise<T[]>): Promise<T[]> {
  try {
    return await resolve();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (NO_RECORD_CODES.includes(code) || INVALID_NAME_CODES.includes(code)) return [];
    throw new NameServerError(`the DNS does not answer for ${name} (${code || error})`);
  }
}

export const openNameServer = (resolver: Resolver): NameServer => ({
  resolveTxt: (name) =>
    resolveOrEmpty(name, async () => {
      const records = await resolver.resolveTxt(name);
      // A long record comes in several parts.
      return records.map((parts) => parts.join(""));
    }),
  async resolveAddresses(name) {
    const ipv4 = resolveOrEmpty(name, () => resolver.resolve4(name));
    const ipv6 = resolveOrEmpty(name, () => resolver.resolve6(name));
    return (await Promise.all([ipv4, ipv6])).flat();
  },
  async resolveMailServers(name) {
    const records = await resolveOrEmpty(name, () => resolver.resolveMx(name));
    return records
      .toSorted((a, b) => a.priority - b.priority)
      .map(({ exchange }) => exchange.replace(/\.$/, ""));
  },
  resolvePtr: (address) => resolveOrEmpty(address, () => resolver.reverse(address)),
});
