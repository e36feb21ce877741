import ipaddr from "ipaddr.js";

/**
 * The network that a client is counted with: the /24 of an IPv4 address, the /48 of an IPv6 one,
 * of which one customer has all addresses. What is neither counts as it stands.
 */
export function toNetwork(client: string): string {
  const text = client.replace(/\/\d+$/, "");
  if (!ipaddr.isValid(text)) return client;
  const address = ipaddr.process(text);
  const bits = address.kind() === "ipv4" ? 24 : 48;
  const cidr = `${address.toNormalizedString()}/${bits}`;
  const network =
    address.kind() === "ipv4"
      ? ipaddr.IPv4.networkAddressFromCIDR(cidr)
      : ipaddr.IPv6.networkAddressFromCIDR(cidr);
  return `${network.toString()}/${bits}`;
}
