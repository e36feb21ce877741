import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { Agent, type Dispatcher, request } from "undici";
import { SECOND } from "@/lib/duration";
import { createStatusError, FetchError, toFetchError } from "./error";
import {
  createPublicLookup,
  findLiteralAddress,
  isPublicAddress,
  PrivateAddressError,
  type Resolve,
} from "./public-address";

/**
 * Headers of an earlier answer. The next request repeats them, so that the other site can answer 304
 * (RFC 9110, 8.8).
 */
export type Validators = { etag?: string; lastModified?: string };
export type FetchedText = { text: string; validators: Validators };

export type FetchRules = {
  /** The only origins to which requests and redirects may go: `https://export.arxiv.org` */
  origins: string[];
  validators?: Validators;
  userAgent: string;
  /** Whether names may resolve to addresses of this machine and its network. By default they may not. */
  allowPrivate?: boolean;
  /** For connecting, redirects and the body together, in milliseconds */
  timeout?: number;
  /** Of the body after decompression */
  maxBytes?: number;
  now: () => Date;
  resolve?: Resolve;
};

const MAX_REDIRECTS = 5;
const DEFAULT_TIMEOUT = 30 * SECOND;
const DEFAULT_MAX_BYTES = 32 * 1024 * 1024;

const formatBytes = (bytes: number) =>
  bytes >= 1024 * 1024
    ? `${Math.floor(bytes / 1024 / 1024)} MiB`
    : `${Math.floor(bytes / 1024)} KiB`;

const findHeader = (
  headers: Dispatcher.ResponseData["headers"],
  name: string,
): string | undefined => {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
};

/** @throws FetchError if the rules don't allow a request to this address */
function assertAllowed(url: URL, { origins, allowPrivate }: FetchRules): void {
  if (!origins.includes(url.origin)) {
    throw new FetchError("it redirects to a host that is not allowed", { isRetryable: false });
  }
  const literal = findLiteralAddress(url);
  // An address in place of a name is never resolved, so it is checked here.
  if (literal && !allowPrivate && !isPublicAddress(literal)) throw new PrivateAddressError(literal);
}

async function sendRequest(url: URL, rules: FetchRules, dispatcher: Agent, signal: AbortSignal) {
  const { etag, lastModified } = rules.validators ?? {};
  return request(url, {
    dispatcher,
    signal,
    headers: {
      "user-agent": rules.userAgent,
      accept:
        "application/json, application/atom+xml, application/rss+xml, application/xml, text/xml",
      "accept-encoding": "gzip, identity",
      ...(etag && { "if-none-match": etag }),
      ...(lastModified && { "if-modified-since": lastModified }),
    },
  });
}

async function follow(address: string, rules: FetchRules, dispatcher: Agent, signal: AbortSignal) {
  let url = new URL(address);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    assertAllowed(url, rules);
    const answer = await sendRequest(url, rules, dispatcher, signal);
    const location = findHeader(answer.headers, "location");
    if (![301, 302, 303, 307, 308].includes(answer.statusCode) || !location) return answer;
    answer.body.on("error", () => {}).destroy();
    if (!URL.canParse(location, url)) throw new FetchError("it redirects to nowhere");
    url = new URL(location, url);
  }
  throw new FetchError("it redirects in a circle", { isRetryable: false });
}

/** Reads the complete body and decompresses it. @throws FetchError, never returning a part */
async function readBody(
  { headers, body }: Dispatcher.ResponseData,
  limit: number,
): Promise<string> {
  const tooLarge = () =>
    new FetchError(`larger than ${formatBytes(limit)}`, { isRetryable: false });
  if (Number(findHeader(headers, "content-length")) > limit) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) {
      size += chunk.length;
      // Counted while it is read: a small compressed body can expand to any size.
      if (size > limit) return;
      chunks.push(chunk);
    }
  };
  const encoding = findHeader(headers, "content-encoding")?.trim().toLowerCase() || "identity";
  try {
    if (encoding === "identity") await pipeline(body, collect);
    else if (/^(x-)?gzip$/.test(encoding)) await pipeline(body, createGunzip(), collect);
    else throw new FetchError("the answer has a compression that we didn't ask for");
  } catch (error) {
    if (size <= limit) throw error;
  }
  if (size > limit) throw tooLarge();
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * Fetches a text from another site, which it doesn't trust: only from the origins of the rules,
 * from no private address, within a time and up to a size. Returns the complete text, or "unchanged"
 * if the other site answers 304 to the validators.
 *
 * @throws FetchError with a sentence
 */
export async function fetchText(
  address: string,
  rules: FetchRules,
): Promise<FetchedText | "unchanged"> {
  const { timeout = DEFAULT_TIMEOUT, maxBytes = DEFAULT_MAX_BYTES, allowPrivate } = rules;
  const signal = AbortSignal.timeout(timeout);
  const lookup = allowPrivate ? undefined : createPublicLookup(rules.resolve);
  const dispatcher = new Agent({
    connect: { timeout, lookup },
    headersTimeout: timeout,
    bodyTimeout: timeout,
  });
  try {
    const answer = await follow(address, rules, dispatcher, signal);
    const { statusCode: status, headers } = answer;
    const known = rules.validators?.etag || rules.validators?.lastModified;
    if (status === 304 && known) return "unchanged";
    if (status !== 200)
      throw createStatusError(status, findHeader(headers, "retry-after"), rules.now());
    const text = await readBody(answer, maxBytes);
    const validators = {
      etag: findHeader(headers, "etag"),
      lastModified: findHeader(headers, "last-modified"),
    };
    return { text, validators };
  } catch (error) {
    const isTimeout = signal.aborted && !(error instanceof FetchError);
    if (!isTimeout) throw toFetchError(error);
    throw new FetchError(`no answer within ${timeout / SECOND} seconds`);
  } finally {
    // Ends the connection, so that the rest of an unwanted body isn't read.
    await dispatcher.destroy();
  }
}
