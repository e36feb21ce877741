/** The hidden field by which a signed link authorizes a form. A signed-in subscriber needs none. */
export function TokenField({ token }: { token?: string }) {
  return token === undefined ? null : <input type="hidden" name="token" value={token} />;
}
