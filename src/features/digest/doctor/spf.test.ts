import { serveNames, type Zone } from "@tests/name-server";
import { describe, expect, test } from "vitest";
import { NameServerError } from "@/lib/email/name-server";
import { evaluateSpf } from "./spf";

const MX: Zone = {
  "mx.test": ["A 192.0.2.10", "AAAA 2001:db8::10"],
  "a.test": ["TXT v=spf1 ip4:192.0.2.10 -all"],
  "soft.test": ["TXT v=spf1 ip4:198.51.100.0/24 ~all"],
  "loop.test": ["TXT v=spf1 include:loop.test -all"],
  "two.test": ["TXT v=spf1 -all", "TXT v=spf1 +all"],
};
const withSpf = (record: string): Zone => ({
  ...MX,
  "example.test": [`TXT ${record}`, "MX 10 mx.test"],
});

const evaluateResult = async (zone: Zone, address = "192.0.2.10") =>
  (await evaluateSpf(await serveNames(zone), "example.test", address)).result;

describe("an SPF record", () => {
  test.each([
    ["v=spf1 ip4:192.0.2.10 -all", "pass"],
    ["v=spf1 ip4:192.0.2.0/28 -all", "pass"],
    ["v=spf1 ip4:192.0.2.128/25 -all", "fail"],
    ["v=spf1 ip6:2001:db8::/32 -all", "fail"],
    ["v=spf1 a:mx.test -all", "pass"],
    ["v=spf1 a:mx.test/24 ~all", "pass"],
    ["v=spf1 mx -all", "pass"],
    ["v=spf1 mx//64 ?all", "pass"],
    ["v=spf1 a -all", "fail"],
    ["v=spf1 include:a.test ~all", "pass"],
    ["v=spf1 include:soft.test ?all", "neutral"],
    ["v=spf1 redirect=a.test", "pass"],
    ["v=spf1 redirect=soft.test", "softfail"],
    ["v=spf1 -ip4:192.0.2.10 +all", "fail"],
    ["v=spf1 exists:mx.test -all", "pass"],
    ["v=spf1 exists:nowhere.test ~all", "softfail"],
    ["V=SPF1 IP4:192.0.2.10 -ALL", "pass"],
    ["v=spf1", "neutral"],
    ["v=spf1 exp=why.test +all", "pass"],
    ["v=spf10 +all", "none"],
    ["v=spf1 include:nowhere.test -all", "permerror"],
    ["v=spf1 redirect=nowhere.test", "permerror"],
    ["v=spf1 include:two.test -all", "permerror"],
    ["v=spf1 include:loop.test -all", "permerror"],
    ["v=spf1 ip4:192.0.2.300 -all", "permerror"],
    ["v=spf1 ip4:192.0.2.0/33 -all", "permerror"],
    ["v=spf1 nonsense -all", "permerror"],
    ["v=spf1 exists:%{i}.test -all", "unknown"],
  ])("%s: %s", async (record, result) => {
    expect(await evaluateResult(withSpf(record))).toBe(result);
  });

  test("applies to IPv4 and IPv6 separately", async () => {
    expect(await evaluateResult(withSpf("v=spf1 ip6:2001:db8::/32 -all"), "2001:db8::10")).toBe(
      "pass",
    );
    expect(await evaluateResult(withSpf("v=spf1 a:mx.test//64 -all"), "2001:db8::99")).toBe("pass");
    expect(await evaluateResult(withSpf("v=spf1 a:mx.test -all"), "2001:db8::99")).toBe("fail");
    expect(await evaluateResult(withSpf("v=spf1 ip4:0.0.0.0/0 -all"), "2001:db8::10")).toBe("fail");
  });

  test("may need ten lookups, but not eleven", async () => {
    const terms = (count: number) => Array.from({ length: count }, (_, at) => `a:${at}.test`);
    const record = (count: number) => withSpf(`v=spf1 ${terms(count).join(" ")} +all`);
    expect(await evaluateResult(record(10))).toBe("pass");
    expect(await evaluateResult(record(11))).toBe("permerror");
  });

  test("that does not exist is `none`; a DNS that does not answer is an error", async () => {
    expect(await evaluateResult({})).toBe("none");
    await expect(
      evaluateResult(withSpf(""))
        .then(() => serveNames(null))
        .then((dns) => evaluateSpf(dns, "a.test", "192.0.2.1")),
    ).rejects.toThrow(NameServerError);
  });
});
