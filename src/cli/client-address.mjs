// @ts-check
import ipaddr from "ipaddr.js";

/** The header by which route handlers learn the address: Next doesn't show them the socket. */
export const CLIENT_HEADER = "x-daily-papers-client";

/**
 * Groups an IPv6 address with its /64, within which one client has all addresses.
 * @param {string | undefined} text @returns {string | null} null where it is no address
 */
function groupAddress(text) {
  if (!text || !ipaddr.isValid(text)) return null;
  // An IPv4 address written as IPv6 counts as the IPv4 address.
  const address = ipaddr.process(text);
  if (address.kind() === "ipv4") return address.toString();
  const network = ipaddr.IPv6.networkAddressFromCIDR(`${address.toNormalizedString()}/64`);
  return `${network.toString()}/64`;
}

/**
 * Finds the address under which a client's requests are counted: an IPv4 address or the /64 of an
 * IPv6 one; "unknown" where there is neither. Nothing that a client sends about itself counts:
 * only the last hop of X-Forwarded-For, which is the address that a trusted proxy saw.
 * @param {{ socket: string | undefined, forwardedFor: string | undefined, trusted: boolean }} connection
 */
export function findClientAddress({ socket, forwardedFor, trusted }) {
  const lastHop = trusted ? forwardedFor?.split(",").at(-1)?.trim() : undefined;
  const withoutZone = socket?.replace(/%.*/, "");
  return groupAddress(lastHop) ?? groupAddress(withoutZone) ?? "unknown";
}
