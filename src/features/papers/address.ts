import { parsePaperId } from "./schema";

/** The paper id in the segments of an address, whose old-style ids hold a slash; null where there is none. */
export function parseIdSegments(segments: string[]): string | null {
  try {
    return parsePaperId(segments.map(decodeURIComponent).join("/"));
  } catch {
    // A malformed escape, `%E0%A4`
    return null;
  }
}
