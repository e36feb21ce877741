import { parseRetryAfter } from "@/lib/http/retry-after";

/** An error of a request to another site. Its message is a phrase without a period; /status shows it. */
export class FetchError extends Error {
  /** Whether the same request may succeed later */
  readonly isRetryable: boolean;
  /** The other site asks for no request before this instant */
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

const CUT_OFF = "the answer was cut off";

/** Patterns of error codes, their sentence, and whether to retry (true by default). */
const SENTENCES: [RegExp, string, boolean?][] = [
  [
    /^PRIVATE_ADDRESS$/,
    "its address is a private one, and SOURCES_PRIVATE doesn't allow that",
    false,
  ],
  [/^(ENOTFOUND|EAI_)/, "its name can't be resolved"],
  [/^ECONNREFUSED$/, "it refuses connections"],
  [/^(EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL)$/, "there is no route to it"],
  [
    /^(UND_ERR_SOCKET|ECONNRESET|EPIPE|UND_ERR_RES_CONTENT_LENGTH_MISMATCH|ERR_STREAM_PREMATURE_CLOSE|Z_BUF_ERROR)$/,
    CUT_OFF,
  ],
  [/^Z_/, "the answer can't be decompressed"],
  [
    /^(CERT_|ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_SSL|EPROTO)/,
    "its certificate is not valid",
  ],
  [/^HPE_INVALID_EOF/, CUT_OFF],
  [/^(HPE_|UND_ERR_HEADERS_OVERFLOW)/, "it answers something that is not HTTP"],
  [/(TIMEOUT|ETIMEDOUT)/, "no answer"],
];

/** Finds the code of an error, of its cause, or of the first error in an AggregateError. */
function findCode(error: unknown): string {
  if (error instanceof AggregateError) return findCode(error.errors[0]);
  if (!(error instanceof Error)) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  if (error.name === "HTTPParserError") return "HPE_INVALID";
  return findCode(error.cause);
}

/** Converts any error of a request to a FetchError. */
export function toFetchError(error: unknown): FetchError {
  if (error instanceof FetchError) return error;
  const code = findCode(error);
  const known = SENTENCES.find(([pattern]) => pattern.test(code));
  if (known) return new FetchError(known[1], { isRetryable: known[2] ?? true });
  return new FetchError(`it can't be reached (${code || String(error)})`);
}

/** Creates the error for an answer with a status other than 200 and 304. */
export function createStatusError(
  status: number,
  retryAfter: string | undefined,
  now: Date,
): FetchError {
  const isRetryable = status >= 500 || [408, 425, 429].includes(status);
  return new FetchError(`answered ${status}`, {
    isRetryable,
    retryAt: isRetryable ? parseRetryAfter(retryAfter, now) : undefined,
  });
}
