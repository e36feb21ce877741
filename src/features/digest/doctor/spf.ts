import ipaddr from "ipaddr.js";
import type { NameServer } from "@/lib/name-server";

/** RFC 7208's results that a record gives, and "unknown" where it has macros, which aren't read here. */
export type SpfResult = {
  result: "pass" | "fail" | "softfail" | "neutral" | "none" | "permerror" | "unknown";
  /** Why a record counts for nothing, or can't be told */
  why?: string;
};

const RESULTS = { "+": "pass", "-": "fail", "~": "softfail", "?": "neutral" } as const;
/** §4.6.4: a receiver asks no more often than this for one mail. */
const MOST_LOOKUPS = 10;

type State = { dns: NameServer; address: string; lookups: number };

class SpfProblem extends Error {
  readonly result: "permerror" | "unknown";
  constructor(result: "permerror" | "unknown", why: string) {
    super(why);
    this.result = result;
  }
}

const broken = (why: string) => new SpfProblem("permerror", why);

function count(state: State): void {
  state.lookups += 1;
  if (state.lookups > MOST_LOOKUPS) throw broken(`it needs more than ${MOST_LOOKUPS} lookups`);
}

/** Whether an address is within a network; the two families never are in each other's. */
function isWithin(address: string, network: string, bits: string | undefined): boolean {
  if (!ipaddr.isValid(network)) throw broken(`${network} is no address`);
  const [one, base] = [ipaddr.parse(address), ipaddr.parse(network)];
  const length = bits === undefined ? (base.kind() === "ipv4" ? 32 : 128) : Number(bits);
  if (length > (base.kind() === "ipv4" ? 32 : 128)) throw broken(`/${bits} is no length`);
  return one.kind() === base.kind() && one.match(base, length);
}

type Term = { name: string; value: string; four?: string; six?: string };

/** Each family has its own length behind an `a` or `mx`: `a:example.org/24//64`. */
const isOneOf = ({ address }: State, found: string[], { four, six }: Term) =>
  found.some((one) => isWithin(address, one, one.includes(":") ? six : four));

async function matches(state: State, term: Term, domain: string): Promise<boolean> {
  const { name, value, four } = term;
  if (name === "all") return true;
  if (name === "ip4" || name === "ip6") return isWithin(state.address, value, four);
  count(state);
  const of = value || domain;
  if (name === "a") return isOneOf(state, await state.dns.resolveAddresses(of), term);
  if (name === "exists") return (await state.dns.resolveAddresses(of)).length > 0;
  if (name === "mx") {
    const servers = (await state.dns.resolveMailServers(of)).filter(Boolean).slice(0, 10);
    const all = await Promise.all(servers.map((server) => state.dns.resolveAddresses(server)));
    return isOneOf(state, all.flat(), term);
  }
  if (name === "ptr") {
    const names = await state.dns.resolvePtr(state.address);
    return names.some((one) => one === of || one.endsWith(`.${of}`));
  }
  if (name !== "include") throw broken(`${name} is no mechanism`);
  const { result } = await evaluate(state, value);
  if (result === "none") throw broken(`${value}, which it includes, has none`);
  return result === "pass";
}

function parseTerm(text: string): Term {
  const match =
    /^([a-z\d]+)(?::([^/]*(?=\/|$)|[\da-f:.]+(?=\/|$)))?(?:\/(\d{1,3}))?(?:\/\/(\d{1,3}))?$/i.exec(
      text,
    );
  if (!match) throw broken(`“${text}” can't be read`);
  const [, name = "", value = "", four, six] = match;
  return { name: name.toLowerCase(), value, four, six };
}

async function evaluate(state: State, domain: string): Promise<SpfResult> {
  const texts = await state.dns.resolveTxt(domain);
  const records = texts.filter((text) => /^v=spf1( |$)/i.test(text));
  if (records.length > 1)
    throw broken(`${domain} has ${records.length} of them, and one is allowed`);
  const [record] = records;
  if (record === undefined) return { result: "none" };
  const terms = record.split(/ +/).slice(1).filter(Boolean);
  let redirect: string | undefined;
  for (const text of terms) {
    if (text.includes("%")) throw new SpfProblem("unknown", `${text} depends on each mail`);
    const [, modifier, target] = /^([a-z][\w.-]*)=(.*)$/i.exec(text) ?? [];
    if (modifier?.toLowerCase() === "redirect") redirect = target;
    if (modifier) continue;
    const [, sign = "", rest = ""] = /^([+\-~?]?)(.*)$/.exec(text) ?? [];
    if (!(await matches(state, parseTerm(rest), domain))) continue;
    const result = Object.entries(RESULTS).find(([mark]) => mark === (sign || "+"))?.[1];
    return { result: result ?? "pass" };
  }
  if (redirect === undefined) return { result: "neutral" };
  count(state);
  const further = await evaluate(state, redirect);
  if (further.result === "none") throw broken(`${redirect}, to which it redirects, has none`);
  return further;
}

/**
 * What a receiver makes of a mail from an address with a return path in a domain (RFC 7208).
 *
 * @throws NameServerError where the DNS doesn't answer
 */
export async function evaluateSpf(
  dns: NameServer,
  domain: string,
  address: string,
): Promise<SpfResult> {
  try {
    return await evaluate({ dns, address, lookups: 0 }, domain);
  } catch (error) {
    if (error instanceof SpfProblem) return { result: error.result, why: error.message };
    throw error;
  }
}
