// @ts-check

/** Where Next answers its page for unknown addresses. */
export const MISSING = "/_not-found";

/**
 * Answers the page for unknown addresses, whole. A page that finds out while it is rendered that what
 * it is about does not exist leaves Next with a 404 that is blank until a script draws it; this one
 * takes its place, so that there is one 404, the same whatever the address and whoever asks.
 *
 * It depends on nothing but the settings: asked for once and kept, again only where that failed.
 * @param {() => Promise<Response>} ask
 */
export function missingPage(ask) {
  /** @type {Promise<Buffer | null> | undefined} */
  let kept;
  const read = async () => {
    try {
      const answer = await ask();
      if (answer.status === 404) return Buffer.from(await answer.arrayBuffer());
    } catch {
      // The server is stopping: what Next wrote has to do.
    }
    kept = undefined;
    return null;
  };
  return () => {
    kept ??= read();
    return kept;
  };
}

/** One of Next's pages rather than the answer of a route of ours. @param {Buffer} page */
export const isPage = (page) => page.includes("/_next/static/");
