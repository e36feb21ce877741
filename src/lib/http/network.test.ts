import { expect, test } from "vitest";
import { toNetwork } from "./network";

test.each([
  ["192.0.2.77", "192.0.2.0/24"],
  ["::ffff:192.0.2.77", "192.0.2.0/24"],
  ["2001:db8:1:2::/64", "2001:db8:1::/48"],
  ["2001:db8:1:ffff::/64", "2001:db8:1::/48"],
  ["2001:db8:2::/64", "2001:db8:2::/48"],
  ["unknown", "unknown"],
  ["", ""],
])("%s is in network %s", (client, network) => {
  expect(toNetwork(client)).toBe(network);
});
