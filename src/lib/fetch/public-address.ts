import { type LookupAddress, lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

export class PrivateAddressError extends Error {
  readonly code = "PRIVATE_ADDRESS";
}

const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR("2000::/3");

/** Whether an IP address is public: not a private, local, mapped or reserved one. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.process(address);
  if (ip.range() !== "unicast") return false;
  // `::7f00:1` is an old form of 127.0.0.1, which the library takes for unicast.
  return ip instanceof ipaddr.IPv4 || ip.match(...GLOBAL_IPV6);
}

/**
 * Finds the IP address that a URL has for a host instead of a name. The URL parser has already
 * turned forms such as `0x7f.1` into the usual one.
 */
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
 * Creates the function by which `net.connect` resolves a name. The connection goes to the address
 * that was checked, so that no second lookup can return another. A name with even one private
 * address is refused.
 */
export function createPublicLookup(resolve: Resolve = resolveName): LookupFunction {
  return (name, options, done) => {
    resolve(name, (error, addresses) => {
      if (error) return done(error, []);
      const privateOne = addresses.find(({ address }) => !isPublicAddress(address));
      if (privateOne) return done(new PrivateAddressError(privateOne.address), []);
      const matching = addresses.filter(
        ({ family }) => !options.family || options.family === family,
      );
      if (options.all) return done(null, matching);
      const [first] = matching;
      if (!first) return done(new Error("no address of that family"), []);
      done(null, first.address, first.family);
    });
  };
}
