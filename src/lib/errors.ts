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

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }

  get status(): number {
    return STATUS_BY_CODE[this.code];
  }
}

/**
 * Creates the error of an API address that doesn't exist. An address that only admins may know throws
 * the same one for everyone else.
 */
export const createUnknownAddressError = () =>
  new AppError("not_found", "There is nothing at this address. See /docs for the API.");
