const words = (text: string) => text.split(" ");

/** English words that are too common to distinguish one paper from another. */
const COMMON = words("a an and are at be by can for from in is of on or the to with");

/** Words that occur in most abstracts: search finds them but doesn't rank by them. */
export const SEARCH_STOP_WORDS: ReadonlySet<string> = new Set([
  ...COMMON,
  ...words("as been has have it its our than that their these this was we were which"),
]);

/** Words that a title may begin with but a citation key doesn't contain. */
export const TITLE_STOP_WORDS: ReadonlySet<string> = new Set([
  ...COMMON,
  ...words("do does how toward towards using via what when why"),
]);

/** Words that two abstracts may share without being similar; the last line is the prose of papers. */
export const ABSTRACT_STOP_WORDS: ReadonlySet<string> = new Set([
  ...SEARCH_STOP_WORDS,
  ...words(
    "about above after again against all also among any before being below between both but",
  ),
  ...words("could does down during each few first further had having here how however into"),
  ...words("itself just more most new not now off once only other out over own same should some"),
  ...words("such them then there they those through too under until use used using very via what"),
  ...words("when where while who whom why will work you your"),
  ...words("based paper propose proposed results show shows"),
]);
