import { cleanText } from "@/lib/text/text";

export const TOPIC_KINDS = ["author", "organization", "category", "submitter"] as const;

/** A person, an organization or a category that has a page with its papers. */
export type Topic = { kind: (typeof TOPIC_KINDS)[number]; name: string };

export const MAX_NAME_LENGTH = 500;

const FOLDERS = {
  author: "authors",
  organization: "organizations",
  category: "categories",
  submitter: "submitters",
};

/** Returns the path of a topic's page. */
export const topicAddress = ({ kind, name }: Topic): string =>
  `/${FOLDERS[kind]}/${formatNameSegment(name)}`;

/**
 * Whether a name can be part of an address. A very long one can't: servers limit the length of
 * addresses. One with control characters can't either: no stored name has any.
 */
export const hasTopicPage = (name: string): boolean =>
  name !== "" && name.length <= MAX_NAME_LENGTH && cleanText(name) === name;

const toTildeCode = (character: string) => `~${character.charCodeAt(0).toString(16).toUpperCase()}`;

/**
 * Formats a name as one segment of an address. A percent sign becomes `~25` (and a tilde `~7E`),
 * because Next decodes a path more than once. The dots of the names `.` and `..` become `~2E`,
 * because browsers resolve these segments as steps between folders even when they are escaped.
 */
export function formatNameSegment(name: string): string {
  const reserved = /^\.{1,2}$/.test(name) ? /[.]/g : /[%~]/g;
  return encodeURIComponent(name.replaceAll(reserved, toTildeCode));
}

/** Parses a segment that `formatNameSegment` wrote; null if it contains no possible name. */
export function parseNameSegment(segment: string): string | null {
  try {
    const name = decodeURIComponent(segment).replaceAll(/~(25|7E|2E)/g, (_, code) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
    return hasTopicPage(name) ? name : null;
  } catch {
    // A malformed escape such as `%E0%A4`
    return null;
  }
}

const HEADINGS = {
  author: "Author",
  organization: "Organization",
  category: "Category",
  submitter: "Submitter",
};

/** Returns the word above the name on a topic's page. */
export const topicHeading = (kind: Topic["kind"]): string => HEADINGS[kind];
