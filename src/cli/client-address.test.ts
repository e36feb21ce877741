import { describe, expect, test } from "vitest";
import { findClientAddress } from "./client-address.mjs";

const findAddress = (socket: string | undefined, forwardedFor?: string, trusted = false) =>
  findClientAddress({ socket, forwardedFor, trusted });

test("a client is identified by its socket's address", () => {
  expect(findAddress("192.0.2.7")).toBe("192.0.2.7");
  expect(findAddress("::ffff:192.0.2.7")).toBe("192.0.2.7");
  expect(findAddress(undefined)).toBe("unknown");
});

test("all addresses of an IPv6 network of 64 bits are one client", () => {
  expect(findAddress("2001:db8:1:2::1")).toBe(findAddress("2001:db8:1:2:ffff:ffff:ffff:ffff"));
  expect(findAddress("2001:db8:1:2::1")).not.toBe(findAddress("2001:db8:1:3::1"));
  expect(findAddress("fe80::1%eth0")).toBe(findAddress("fe80::2%eth1"));
});

test("without a proxy, nothing that a client sends changes its address", () => {
  for (const forged of ["198.51.100.1", "198.51.100.1, 203.0.113.9", "x", ""]) {
    expect(findAddress("192.0.2.7", forged)).toBe("192.0.2.7");
  }
});

describe("behind a trusted proxy", () => {
  test("a client is the last hop, which the proxy itself saw", () => {
    expect(findAddress("127.0.0.1", "198.51.100.1, 203.0.113.9", true)).toBe("203.0.113.9");
    expect(findAddress("127.0.0.1", "203.0.113.9", true)).toBe("203.0.113.9");
    expect(findAddress("127.0.0.1", "198.51.100.1,2001:db8:1:2::5", true)).toBe(
      findAddress("2001:db8:1:2::9"),
    );
  });

  test("forged hops before it have no effect", () => {
    const seen = Array.from({ length: 50 }, (_, index) =>
      findAddress("127.0.0.1", `198.51.100.${index}, 203.0.113.9`, true),
    );
    expect(new Set(seen)).toEqual(new Set(["203.0.113.9"]));
  });

  test("if the last hop is no address, the socket's counts", () => {
    for (const hop of [undefined, "", "unknown", "203.0.113.9:1", "evil, "]) {
      expect(findAddress("127.0.0.1", hop, true)).toBe("127.0.0.1");
    }
  });
});
