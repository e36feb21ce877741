import ipaddr from "ipaddr.js";

/**
 * Returns the network with which a client is counted: the /24 of an IPv4 address, or the /48 of an
 * IPv6 one, because one customer has all addresses of a /48. Returns any other text unchanged.
 */
export function toNetwork(client: string): string {
  const text = client.replace(/\/\d+$/, "");
  if (!ipaddr.isValid(text)) return client;
  const address = ipaddr.process(text);
  const isIpv4 = address.kind() === "ipv4";
  const bits = isIpv4 ? 24 : 48;
  const family = isIpv4 ? ipaddr.IPv4 : ipaddr.IPv6;
  const network = family.networkAddressFromCIDR(`${address.toNormalizedString()}/${bits}`);
  return `${network.toString()}/${bits}`;
}
