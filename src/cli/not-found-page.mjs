// @ts-check

/** The address at which Next serves its page for unknown addresses. */
export const NOT_FOUND_PATH = "/_not-found";

/**
 * Creates a function that returns the page for unknown addresses. When a page finds out only while
 * it renders that its subject doesn't exist, Next sends a 404 that stays blank until a script draws
 * it. This page is sent instead, so that every 404 is the same and complete.
 *
 * It depends on the settings alone: it is fetched once and kept. If that fails, the function returns
 * null and the next call tries again.
 * @param {() => Promise<Response>} fetchPage
 */
export function createNotFoundPage(fetchPage) {
  /** @type {Promise<Buffer | null> | undefined} */
  let page;
  const read = async () => {
    try {
      const answer = await fetchPage();
      if (answer.status === 404) return Buffer.from(await answer.arrayBuffer());
    } catch {
      // The server is stopping: the caller sends Next's own page.
    }
    page = undefined;
    return null;
  };
  return () => {
    page ??= read();
    return page;
  };
}

/** Whether Next rendered the page, rather than one of our route handlers. @param {Buffer} page */
export const isNextPage = (page) => page.includes("/_next/static/");
