import { parsePaperId } from "./schema";

/**
 * Parses the paper id from a URL's path segments. arXiv's old ids contain a slash and so take two
 * segments. Returns null where they are no id.
 */
export function parseIdSegments(segments: string[]): string | null {
  try {
    return parsePaperId(segments.map(decodeURIComponent).join("/"));
  } catch {
    // A malformed escape, `%E0%A4`
    return null;
  }
}
