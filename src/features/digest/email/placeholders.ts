/** The links of an email that differ from subscriber to subscriber. */
export type SubscriberLinks = { preferences: string; unsubscribe: string };

/**
 * Placeholders for those links: a selection is rendered once with them, and the links are filled in
 * for each subscriber. They are control characters, which are removed from every line of an email's
 * text, so that a paper's title cannot contain one.
 */
export const PLACEHOLDERS: SubscriberLinks = { preferences: "\u0001", unsubscribe: "\u0002" };

/** A text cut at its placeholders: the pieces at odd positions are the placeholders. */
export type Template = string[];

// biome-ignore lint/suspicious/noControlCharactersInRegex: the placeholders are control characters
export const parseTemplate = (text: string): Template => text.split(/([\u0001\u0002])/);

/** Puts a subscriber's links in place of the placeholders. */
export const fillTemplate = (template: Template, links: SubscriberLinks): string =>
  template
    .map((piece, index) => {
      if (index % 2 === 0) return piece;
      return piece === PLACEHOLDERS.preferences ? links.preferences : links.unsubscribe;
    })
    .join("");
