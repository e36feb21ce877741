import { type LookupAddress, lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

export class PrivateAddressError extends Error {
  readonly code = "PRIVATE_ADDRESS";
}

const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR("2000::/3");

/** Whether an IP address is one of the open internet: no private, local, mapped or reserved one. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.process(address);
  if (ip.range() !== "unicast") return false;
  // `::7f00:1` is 127.0.0.1 in an old form, and counts as unicast.
  return ip instanceof ipaddr.IPv4 || ip.match(...GLOBAL_IPV6);
}

/** The address in a URL's host where it is none of a name; the parser has made `0x7f.1` plain. */
export function findLiteralAddress({ hostname }: URL): string | null {
  const bare = hostname.replace(/^\[|\]$/g, "");
  return ipaddr.isValid(bare) ? bare : null;
}

export type Resolve = (
  name: string,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const resolveName: Resolve = (name, done) => lookup(name, { all: true, verbatim: true }, done);

/**
 * Resolves a name for `net.connect`, which connects to what this answers: so nothing can change
 * between the look and the leap. A name with one private address is refused whole.
 */
export function createPublicLookup(resolve: Resolve = resolveName): LookupFunction {
  return (name, options, done) => {
    resolve(name, (error, addresses) => {
      if (error) return done(error, []);
      const inside = addresses.find(({ address }) => !isPublicAddress(address));
      if (inside) return done(new PrivateAddressError(inside.address), []);
      const fitting = addresses.filter(
        ({ family }) => !options.family || options.family === family,
      );
      if (options.all) return done(null, fitting);
      const [first] = fitting;
      if (!first) return done(new Error("no address of that family"), []);
      done(null, first.address, first.family);
    });
  };
}
