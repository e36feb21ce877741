/** What lets a form change a subscription: the signed link's token. A session needs none. */
export function TokenField({ token }: { token?: string }) {
  return token === undefined ? null : <input type="hidden" name="token" value={token} />;
}
