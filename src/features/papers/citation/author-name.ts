/** An author for bibliographies: with the surname they sort by, or a name that stays whole. */
export type AuthorName =
  | { kind: "person"; family: string; given: string; suffix?: string }
  | { kind: "whole"; name: string };

/** Words in the names of groups. Case matters: Labonte and Ai are surnames. */
const GROUP_WORD =
  /(?<!\p{L})(?:[Cc]ollaborations?|[Tt]eams?|[Cc]onsortium|[Gg]roup|[Pp]roject|[Ii]nitiative|[Cc]ommunity|Labs?|Laborator(?:y|ies)|Institutes?|University|Foundation|Research|Inc\.?|AI)(?!\p{L})/u;
const SUFFIX = /^(?:Jr|Sr|jr|sr)\.?$|^(?:II|III|IV)$/;
/** Scripts that write the surname first, usually without a space after it. */
const SURNAME_FIRST =
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\s・]+$/u;
/** Words that join several authors in one name; "and" would also split it in BibTeX. */
const JOINING_WORD = /(?<!\p{L})(?:and|et al)(?!\p{L})|&/iu;

const isParticle = (word: string) => /^\p{Ll}/u.test(word);

/**
 * Splits `Given Surname`, `Surname, Given` and `Given Surname, Jr.`. A lower-case word after the
 * first begins the surname (`Jan van der Berg`). Names without recognizable parts stay whole:
 * single names, groups, and names in Chinese, Japanese or Korean script without a space.
 */
export function splitName(source: string): AuthorName {
  const name = source.replace(/\s+/g, " ").trim();
  const whole: AuthorName = { kind: "whole", name };
  if (GROUP_WORD.test(name) || JOINING_WORD.test(name) || /\d/.test(name)) return whole;
  const [before = "", after = "", ...more] = name.split(/ ?, ?/);
  if (more.length > 0 || (name.includes(",") && !(before && after))) return whole;
  if (after && !SUFFIX.test(after)) return { kind: "person", family: before, given: after };

  const words = before.split(" ");
  const suffix = after || (words.length > 2 && SUFFIX.test(words.at(-1) ?? "") ? words.pop() : "");
  if (words.length < 2) return whole;
  const split = SURNAME_FIRST.test(before)
    ? { family: words.slice(0, 1), given: words.slice(1) }
    : splitWords(words);
  const person = { family: split.family.join(" "), given: split.given.join(" ") };
  return { kind: "person", ...person, ...(suffix && { suffix }) };
}

function splitWords(words: string[]): { given: string[]; family: string[] } {
  const particle = words.findIndex((word, index) => index > 0 && isParticle(word));
  const start = particle > 0 ? particle : words.length - 1;
  return { given: words.slice(0, start), family: words.slice(start) };
}
