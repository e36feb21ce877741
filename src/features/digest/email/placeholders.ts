/** The links of a mail that differ from reader to reader. */
export type SubscriberLinks = { preferences: string; unsubscribe: string };

/**
 * Stand where those links go: a selection is rendered once. Control characters, which no line of a
 * mail holds: a title can't ask for the reader's link.
 */
export const PLACEHOLDERS: SubscriberLinks = { preferences: "\u0001", unsubscribe: "\u0002" };

/** A text cut at its slots: every second piece is one. */
export type Template = string[];

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are the slots
export const parseTemplate = (text: string): Template => text.split(/([\u0001\u0002])/);

export const fillTemplate = (template: Template, links: SubscriberLinks): string =>
  template
    .map((piece, index) => {
      if (index % 2 === 0) return piece;
      return piece === PLACEHOLDERS.preferences ? links.preferences : links.unsubscribe;
    })
    .join("");
