import { parseRetryAfter } from "./retry-after";

/** What went wrong with an answer, in words for the people of the site. */
export class FetchError extends Error {
  /** Whether the same request may succeed in a moment */
  readonly isRetryable: boolean;
  /** Not before this, as the other side asked */
  readonly retryAt?: Date;

  constructor(
    message: string,
    { isRetryable = true, retryAt }: { isRetryable?: boolean; retryAt?: Date } = {},
  ) {
    super(message);
    this.isRetryable = isRetryable;
    this.retryAt = retryAt;
  }
}

const CUT = "the answer was cut off";

const SENTENCES: [RegExp, string, boolean?][] = [
  [
    /^PRIVATE_ADDRESS$/,
    "its address is a private one, and SOURCES_PRIVATE doesn't allow that",
    false,
  ],
  [/^(ENOTFOUND|EAI_)/, "its name can't be resolved"],
  [/^ECONNREFUSED$/, "it refuses connections"],
  [/^(EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL)$/, "there is no way to it in the network"],
  [
    /^(UND_ERR_SOCKET|ECONNRESET|EPIPE|UND_ERR_RES_CONTENT_LENGTH_MISMATCH|ERR_STREAM_PREMATURE_CLOSE|Z_BUF_ERROR)$/,
    CUT,
  ],
  [/^Z_/, "the answer is packed in a way that can't be read"],
  [
    /^(CERT_|ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_SSL|EPROTO)/,
    "its certificate is not valid",
  ],
  [/^HPE_INVALID_EOF/, CUT],
  [/^(HPE_|UND_ERR_HEADERS_OVERFLOW)/, "it answers something that is not HTTP"],
  [/(TIMEOUT|ETIMEDOUT)/, "no answer"],
];

/** The code of an error, or of the first of those that an AggregateError is made of. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (!(error instanceof Error)) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  if (error.name === "HTTPParserError") return "HPE_INVALID";
  return codeOf(error.cause);
}

/** Whatever the network threw, in words. */
export function toFetchError(error: unknown): FetchError {
  if (error instanceof FetchError) return error;
  const code = codeOf(error);
  const known = SENTENCES.find(([pattern]) => pattern.test(code));
  if (known) return new FetchError(known[1], { isRetryable: known[2] ?? true });
  return new FetchError(`it can't be reached (${code || String(error)})`);
}

/** An answer of a status other than 200 and 304, in words. */
export function createStatusError(
  status: number,
  retryAfter: string | undefined,
  now: Date,
): FetchError {
  const mayPass = status >= 500 || [408, 425, 429].includes(status);
  return new FetchError(`answered ${status}`, {
    isRetryable: mayPass,
    retryAt: mayPass ? parseRetryAfter(retryAfter, now) : undefined,
  });
}
