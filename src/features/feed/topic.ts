import type { Topic } from "./view";

const LONGEST_NAME = 500;

/**
 * Whether a name can stand in an address: browsers take `.` and `..` for steps between folders,
 * however they are written, and servers refuse addresses without end.
 */
export const hasPage = (name: string): boolean =>
  name !== "" && name !== "." && name !== ".." && name.length <= LONGEST_NAME;

/** The name in the segment of an address, or null where there is none. */
export function nameOfSegment(segment: string): string | null {
  try {
    const name = decodeURIComponent(segment);
    return hasPage(name) ? name : null;
  } catch {
    // A malformed escape, `%E0%A4`
    return null;
  }
}

/** What a topic's page is headed by. */
export function topicHead(kind: Topic["kind"]): string {
  return {
    author: "Author",
    organization: "Organisation",
    category: "Category",
    submitter: "Submitter",
  }[kind];
}
