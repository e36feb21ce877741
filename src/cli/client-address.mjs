// @ts-check
import ipaddr from "ipaddr.js";

/** Where route handlers read it: Next doesn't show them the socket. */
export const CLIENT_HEADER = "x-daily-papers-client";

/** @param {string | undefined} text @returns {string | null} */
function grouped(text) {
  if (!text || !ipaddr.isValid(text)) return null;
  // An IPv4 address written as IPv6 is the IPv4 address.
  const address = ipaddr.process(text);
  if (address.kind() === "ipv4") return address.toString();
  const network = ipaddr.IPv6.networkAddressFromCIDR(`${address.toNormalizedString()}/64`);
  return `${network.toString()}/64`;
}

/**
 * Who asks, for counting: an IPv4 address, or the /64 of an IPv6 one, within which one client has
 * all addresses. What a client says of itself is never believed; the last hop of
 * X-Forwarded-For is what a trusted proxy saw.
 * @param {{ socket: string | undefined, forwardedFor: string | undefined, trusted: boolean }} connection
 */
export function clientAddress({ socket, forwardedFor, trusted }) {
  const hop = trusted ? forwardedFor?.split(",").at(-1)?.trim() : undefined;
  return grouped(hop) ?? grouped(socket?.replace(/%.*/, "")) ?? "unknown";
}
