/** Every error that a visitor or a client can cause or see, with its HTTP status. */
const STATUS_BY_CODE = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  too_large: 413,
  unsupported: 415,
  unprocessable: 422,
  too_many_requests: 429,
  unavailable: 503,
} as const;

type ErrorCode = keyof typeof STATUS_BY_CODE;

/** An error that a visitor or a client can understand: its message is shown to them unchanged. */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** The seconds after which the client may try again, where that is known */
  readonly retryAfter: number | undefined;

  /** An error of a limit must state after how many seconds to try again. */
  constructor(code: "too_many_requests", message: string, retryAfter: number);
  constructor(code: Exclude<ErrorCode, "too_many_requests">, message: string, retryAfter?: number);
  constructor(code: ErrorCode, message: string, retryAfter?: number) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  get status(): number {
    return STATUS_BY_CODE[this.code];
  }

  /** The headers of a response with this error. */
  get headers(): Record<string, string> {
    return this.retryAfter === undefined ? {} : { "Retry-After": String(this.retryAfter) };
  }
}

/**
 * Creates the error of an API address that doesn't exist. An address that only admins may know throws
 * the same one for everyone else.
 */
export const createUnknownAddressError = () =>
  new AppError("not_found", "There is nothing at this address. See /docs for the API.");
