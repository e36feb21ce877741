import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { Agent, type Dispatcher, request } from "undici";
import { createStatusError, FetchError, toFetchError } from "./fetch-error";
import {
  createPublicLookup,
  findLiteralAddress,
  isPublicAddress,
  PrivateAddressError,
  type Resolve,
} from "./public-address";

/** What an answer is known by: sent back, it spares us the same answer again. */
export type Validators = { etag?: string; lastModified?: string };
export type FetchedText = { text: string; validators: Validators };

export type FetchRules = {
  /** Whom we may ask, and follow a redirect to: `https://export.arxiv.org` */
  origins: string[];
  validators?: Validators;
  userAgent: string;
  /** Whether names may resolve to addresses of this machine and its network */
  allowPrivate?: boolean;
  /** For all of it, in ms: connecting, redirects and the body */
  time?: number;
  /** Of the body as it is unpacked */
  bytes?: number;
  now: () => Date;
  resolve?: Resolve;
};

const MOST_REDIRECTS = 5;
const TIME = 30_000;
const BYTES = 32 * 1024 * 1024;

const inWords = (bytes: number) =>
  bytes >= 1024 * 1024
    ? `${Math.floor(bytes / 1024 / 1024)} MiB`
    : `${Math.floor(bytes / 1024)} KiB`;

const header = (headers: Dispatcher.ResponseData["headers"], name: string): string | undefined => {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
};

/** @throws FetchError where the rules don't let us ask there */
function check(url: URL, { origins, allowPrivate }: FetchRules): void {
  if (!origins.includes(url.origin)) {
    throw new FetchError("it redirects to a host that is not allowed", { isRetryable: false });
  }
  const literal = findLiteralAddress(url);
  // Where an address stands in place of a name nothing is looked up.
  if (literal && !allowPrivate && !isPublicAddress(literal)) throw new PrivateAddressError(literal);
}

async function ask(url: URL, rules: FetchRules, dispatcher: Agent, signal: AbortSignal) {
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
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    check(url, rules);
    const answer = await ask(url, rules, dispatcher, signal);
    const location = header(answer.headers, "location");
    if (![301, 302, 303, 307, 308].includes(answer.statusCode) || !location) return answer;
    answer.body.on("error", () => {}).destroy();
    if (!URL.canParse(location, url)) throw new FetchError("it redirects to nowhere");
    url = new URL(location, url);
  }
  throw new FetchError("it redirects in a circle", { isRetryable: false });
}

/** The whole body, unpacked, or an error: never a part of it. */
async function readBody(
  { headers, body }: Dispatcher.ResponseData,
  limit: number,
): Promise<string> {
  const tooLarge = () => new FetchError(`larger than ${inWords(limit)}`, { isRetryable: false });
  if (Number(header(headers, "content-length")) > limit) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) {
      size += chunk.length;
      // Counted as it comes: a small packed body may unpack to any size.
      if (size > limit) return;
      chunks.push(chunk);
    }
  };
  const encoding = header(headers, "content-encoding")?.trim().toLowerCase() || "identity";
  try {
    if (encoding === "identity") await pipeline(body, collect);
    else if (/^(x-)?gzip$/.test(encoding)) await pipeline(body, createGunzip(), collect);
    else throw new FetchError("the answer is packed in a way that we didn't ask for");
  } catch (error) {
    if (size <= limit) throw error;
  }
  if (size > limit) throw tooLarge();
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * Asks an address of another site, trusting it in nothing: only the hosts of the rules, no
 * private address, not for ever, not more than fits. Answers the whole text, or "unchanged"
 * where the validators still hold.
 *
 * @throws FetchError with a sentence
 */
export async function fetchText(
  address: string,
  rules: FetchRules,
): Promise<FetchedText | "unchanged"> {
  const { time = TIME, bytes = BYTES, allowPrivate } = rules;
  const signal = AbortSignal.timeout(time);
  const connect = {
    timeout: time,
    ...(!allowPrivate && { lookup: createPublicLookup(rules.resolve) }),
  };
  const dispatcher = new Agent({ connect, headersTimeout: time, bodyTimeout: time });
  try {
    const answer = await follow(address, rules, dispatcher, signal);
    const { statusCode: status, headers } = answer;
    const known = rules.validators?.etag || rules.validators?.lastModified;
    if (status === 304 && known) return "unchanged";
    if (status !== 200)
      throw createStatusError(status, header(headers, "retry-after"), rules.now());
    const text = await readBody(answer, bytes);
    const validators = {
      etag: header(headers, "etag"),
      lastModified: header(headers, "last-modified"),
    };
    return { text, validators };
  } catch (error) {
    const late = signal.aborted && !(error instanceof FetchError);
    throw late ? new FetchError(`no answer within ${time / 1000} seconds`) : toFetchError(error);
  } finally {
    // What is left of a body that nobody wants is not read to its end.
    await dispatcher.destroy();
  }
}
