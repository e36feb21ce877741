import { cleanText } from "@/lib/text";
import type { Topic } from "./view";

const MAX_NAME_LENGTH = 500;

/** Whether a name can stand in an address: servers refuse addresses without end, and no source's name is unclean. */
export const hasTopicPage = (name: string): boolean =>
  name !== "" && name.length <= MAX_NAME_LENGTH && cleanText(name) === name;

const inTilde = (sign: string) => `~${sign.charCodeAt(0).toString(16).toUpperCase()}`;

/**
 * A name as the segment of an address. A percent sign stands as `~25` (and a tilde as `~7E`), because
 * Next decodes a path more than once, and a name of `.` or `..` as `~2E`, because browsers take
 * those for steps between folders however they are written.
 */
export function formatNameSegment(name: string): string {
  const signs = /^\.{1,2}$/.test(name) ? /[.]/g : /[%~]/g;
  return encodeURIComponent(name.replaceAll(signs, inTilde));
}

/** The name in the segment of an address, or null where there is none. */
export function parseNameSegment(segment: string): string | null {
  try {
    const name = decodeURIComponent(segment).replaceAll(/~(25|7E|2E)/g, (_, code) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
    return hasTopicPage(name) ? name : null;
  } catch {
    // A malformed escape, `%E0%A4`
    return null;
  }
}

/** What a topic's page is headed by. */
export function topicHeading(kind: Topic["kind"]): string {
  return {
    author: "Author",
    organization: "Organisation",
    category: "Category",
    submitter: "Submitter",
  }[kind];
}
