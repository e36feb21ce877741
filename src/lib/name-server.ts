import type { Resolver } from "node:dns/promises";

/** What the DNS says of a name; nothing where it has nothing of that kind. */
export type NameServer = {
  resolveTxt(name: string): Promise<string[]>;
  /** IPv4 and IPv6 */
  resolveAddresses(name: string): Promise<string[]>;
  /** Mail servers, the first choice first; "" for "none at all" (RFC 7505) */
  resolveMailServers(name: string): Promise<string[]>;
  /** Names of an address */
  resolvePtr(address: string): Promise<string[]>;
};

/** No name server answered: nothing is known, which is not the same as nothing there. */
export class NameServerError extends Error {}

const NOTHING = ["ENOTFOUND", "ENODATA", "NXDOMAIN"];

/** The answer, or none where there is none. @throws NameServerError */
async function ask<T>(name: string, question: () => Promise<T[]>): Promise<T[]> {
  try {
    return await question();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (NOTHING.includes(code)) return [];
    // What is no name at all has no records either.
    if (code === "EBADNAME" || code === "ERR_INVALID_ARG_VALUE") return [];
    throw new NameServerError(`the DNS doesn't answer for ${name} (${code || error})`);
  }
}

export const openNameServer = (resolver: Resolver): NameServer => ({
  resolveTxt: (name) =>
    ask(name, async () => (await resolver.resolveTxt(name)).map((parts) => parts.join(""))),
  async resolveAddresses(name) {
    const four = ask(name, () => resolver.resolve4(name));
    const six = ask(name, () => resolver.resolve6(name));
    return (await Promise.all([four, six])).flat();
  },
  async resolveMailServers(name) {
    const found = await ask(name, () => resolver.resolveMx(name));
    const sorted = found.toSorted((a, b) => a.priority - b.priority);
    return sorted.map(({ exchange }) => exchange.replace(/\.$/, ""));
  },
  resolvePtr: (address) => ask(address, () => resolver.reverse(address)),
});
