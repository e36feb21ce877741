import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Signs a text: the first bytes of its HMAC-SHA256 under the site's secret.
 *
 * @param purpose keeps a signature made for one kind of token from being used in another. It is part
 *   of tokens that were emailed, so it must never change
 * @param options.bytes how much of the HMAC's 32 bytes to return
 */
export const sign = (
  purpose: string,
  text: string,
  { secret, bytes = 32 }: { secret: string; bytes?: number },
): Buffer => createHmac("sha256", secret).update(`${purpose}:${text}`).digest().subarray(0, bytes);

/**
 * Compares a received token with the expected one in constant time. Callers create the expected
 * token again and compare the whole text, so that each token has only one valid spelling.
 */
export function verify(token: string, expected: string): boolean {
  const tokenBytes = Buffer.from(token);
  const expectedBytes = Buffer.from(expected);
  return tokenBytes.length === expectedBytes.length && timingSafeEqual(tokenBytes, expectedBytes);
}
