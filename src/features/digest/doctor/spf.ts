import ipaddr from "ipaddr.js";
import type { NameServer } from "@/lib/email/name-server";

/** The results of RFC 7208, 2.6, and `unknown` for a record with macros, which this code does not evaluate. */
type SpfResult = {
  result: "pass" | "fail" | "softfail" | "neutral" | "none" | "permerror" | "unknown";
  /** Why a record is not valid (`permerror`) or can't be evaluated (`unknown`) */
  reason?: string;
};

const QUALIFIER_RESULTS: Record<string, SpfResult["result"]> = {
  "+": "pass",
  "-": "fail",
  "~": "softfail",
  "?": "neutral",
};
/** A record that needs more lookups is not valid (RFC 7208, 4.6.4). */
const MAX_LOOKUPS = 10;
const MAX_MAIL_SERVERS = 10;

/** Ends an evaluation with `permerror` or `unknown`. */
class SpfProblem extends Error {
  readonly result: "permerror" | "unknown";
  constructor(result: "permerror" | "unknown", reason: string) {
    super(reason);
    this.result = result;
  }
}

const invalidRecord = (reason: string) => new SpfProblem("permerror", reason);

/** `lookups` counts over the record and all records that it includes. */
type Evaluation = { dns: NameServer; address: string; lookups: number };

function countLookup(evaluation: Evaluation): void {
  evaluation.lookups += 1;
  if (evaluation.lookups > MAX_LOOKUPS) {
    throw invalidRecord(`it needs more than ${MAX_LOOKUPS} lookups`);
  }
}

/** Returns whether an address is in a network. An IPv4 address is never in an IPv6 network, nor an IPv6 address in an IPv4 network. */
function isInNetwork(address: string, network: string, bits: string | undefined): boolean {
  if (!ipaddr.isValid(network)) throw invalidRecord(`${network} is not an address`);
  const parsedAddress = ipaddr.parse(address);
  const parsedNetwork = ipaddr.parse(network);
  const maxLength = parsedNetwork.kind() === "ipv4" ? 32 : 128;
  const length = bits === undefined ? maxLength : Number(bits);
  if (length > maxLength) throw invalidRecord(`/${bits} is not a prefix length`);
  return (
    parsedAddress.kind() === parsedNetwork.kind() && parsedAddress.match(parsedNetwork, length)
  );
}

/** A mechanism such as `a:example.org/24//64`, with one prefix length for IPv4 and one for IPv6. */
type Mechanism = { name: string; value: string; ipv4Bits?: string; ipv6Bits?: string };

const isAnyNetwork = (
  { address }: Evaluation,
  networks: string[],
  { ipv4Bits, ipv6Bits }: Mechanism,
) =>
  networks.some((network) =>
    isInNetwork(address, network, network.includes(":") ? ipv6Bits : ipv4Bits),
  );

/** Returns whether a mechanism matches the address (RFC 7208, 5). */
async function isMatch(
  evaluation: Evaluation,
  mechanism: Mechanism,
  domain: string,
): Promise<boolean> {
  const { dns, address } = evaluation;
  const { name, value, ipv4Bits } = mechanism;
  if (name === "all") return true;
  if (name === "ip4" || name === "ip6") return isInNetwork(address, value, ipv4Bits);
  countLookup(evaluation);
  const target = value || domain;
  switch (name) {
    case "a":
      return isAnyNetwork(evaluation, await dns.resolveAddresses(target), mechanism);
    case "exists":
      return (await dns.resolveAddresses(target)).length > 0;
    case "mx": {
      const servers = (await dns.resolveMailServers(target)).filter(Boolean);
      const addresses = await Promise.all(
        servers.slice(0, MAX_MAIL_SERVERS).map((server) => dns.resolveAddresses(server)),
      );
      return isAnyNetwork(evaluation, addresses.flat(), mechanism);
    }
    case "ptr": {
      const names = await dns.resolvePtr(address);
      return names.some((one) => one === target || one.endsWith(`.${target}`));
    }
    case "include": {
      const { result } = await evaluate(evaluation, value);
      if (result === "none") throw invalidRecord(`it includes ${value}, which has no record`);
      return result === "pass";
    }
    default:
      throw invalidRecord(`${name} is not a mechanism`);
  }
}

/** @throws SpfProblem */
function parseMechanism(text: string): Mechanism {
  const match =
    /^([a-z\d]+)(?::([^/]*(?=\/|$)|[\da-f:.]+(?=\/|$)))?(?:\/(\d{1,3}))?(?:\/\/(\d{1,3}))?$/i.exec(
      text,
    );
  if (!match) throw invalidRecord(`“${text}” can't be parsed`);
  const [, name = "", value = "", ipv4Bits, ipv6Bits] = match;
  return { name: name.toLowerCase(), value, ipv4Bits, ipv6Bits };
}

async function evaluate(evaluation: Evaluation, domain: string): Promise<SpfResult> {
  const texts = await evaluation.dns.resolveTxt(domain);
  const records = texts.filter((text) => /^v=spf1( |$)/i.test(text));
  if (records.length > 1) {
    throw invalidRecord(`${domain} has ${records.length} records, and only one is allowed`);
  }
  const [record] = records;
  if (record === undefined) return { result: "none" };

  let redirect: string | undefined;
  for (const term of record.split(/ +/).slice(1).filter(Boolean)) {
    if (term.includes("%")) {
      throw new SpfProblem(
        "unknown",
        `${term} contains a macro, whose value depends on each email`,
      );
    }
    const [, modifier, target] = /^([a-z][\w.-]*)=(.*)$/i.exec(term) ?? [];
    if (modifier) {
      // Other modifiers do not change the result.
      if (modifier.toLowerCase() === "redirect") redirect = target;
      continue;
    }
    const [, qualifier = "", mechanism = ""] = /^([+\-~?]?)(.*)$/.exec(term) ?? [];
    if (await isMatch(evaluation, parseMechanism(mechanism), domain)) {
      return { result: QUALIFIER_RESULTS[qualifier || "+"] ?? "pass" };
    }
  }

  if (redirect === undefined) return { result: "neutral" };
  countLookup(evaluation);
  const redirected = await evaluate(evaluation, redirect);
  if (redirected.result === "none") {
    throw invalidRecord(`it redirects to ${redirect}, which has no record`);
  }
  return redirected;
}

/**
 * Evaluates a domain's SPF record (RFC 7208) as a receiver does for an email that this address sends
 * with a return path in this domain.
 *
 * @throws NameServerError if the DNS does not answer
 */
export async function evaluateSpf(
  dns: NameServer,
  domain: string,
  address: string,
): Promise<SpfResult> {
  try {
    return await evaluate({ dns, address, lookups: 0 }, domain);
  } catch (error) {
    if (error instanceof SpfProblem) return { result: error.result, reason: error.message };
    throw error;
  }
}
