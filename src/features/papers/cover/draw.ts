import { createHash } from "node:crypto";
import { plainText } from "@/lib/markup/markup";
import { createRandom, PALETTES, PATTERNS, pick } from "./patterns";

/** The facts that a cover shows. `authors` may be the first few of `authorCount`. */
export type CoverFacts = {
  title: string;
  authors: string[];
  authorCount: number;
  organization?: string;
};

type Line = {
  text: string;
  /** Font size */
  size: number;
  /** Distance from the baseline before */
  leading: number;
};

/** Where the title is set. All lengths are in units of the drawing, 480×300. */
type TitleArea = {
  width: number;
  /** Font sizes to try, the largest first */
  sizes: number[];
  maxLines: number;
  maxHeight: number;
  /** Whether a title that is too long is cut to fit; otherwise it has to be set elsewhere */
  cutsTitle: boolean;
};

/** Increase it whenever the drawing changes: browsers keep covers forever under their version. */
const DRAWING_VERSION = 1;

/** Lengths, in units of the drawing; a unit is a pixel at full size. */
const WIDTH = 480;
const HEIGHT = 300;
const MARGIN = 24;
const SIDE_PANEL_WIDTH = 296;
/** The height of a foot panel besides the title: margins and the byline. */
const FOOT_PANEL_EXTRA = 84;
/** How far the first line is moved up, since a line's leading includes space above its letters. */
const TITLE_RAISE = 6;
/** How far the art reaches under the panel, so that no gap shows between them. */
const OVERLAP = 2;
const SUBTITLE_GAP = 4;

/** Font sizes. */
const SUBTITLE_SIZE = 20;
const BYLINE_SIZE = 16;

const MAX_HEADING_LINES = 4;
const MAX_SUBTITLE_LINES = 3;
const MAX_BYLINE_LINES = 2;

/** The share of a line's leading below its baseline. */
const DESCENT = 0.2;

/** Probabilities of the layouts. */
const FOOT_PANEL_CHANCE = 0.4;
const ART_FIRST_CHANCE = 0.35;

/** Limits of texts, in characters. */
const MAX_TITLE_SOURCE = 2000;
const MAX_TITLE = 500;
const MAX_NAME = 200;

const SIDE_AREA: TitleArea = {
  width: SIDE_PANEL_WIDTH - 2 * MARGIN,
  sizes: [46, 40, 36, 32, 28, 25, 22],
  maxLines: 5,
  maxHeight: 200,
  cutsTitle: true,
};
const FOOT_AREA: TitleArea = {
  width: WIDTH - 2 * MARGIN,
  sizes: [46, 40, 36, 32],
  maxLines: 3,
  maxHeight: 96,
  cutsTitle: false,
};

const SERIF = `"Source Serif 4", Georgia, "Times New Roman", serif`;
const SANS = `Inter, "Helvetica Neue", Arial, sans-serif`;

/**
 * Draws a paper's cover as an SVG document, 480×300. The same facts give the same cover: the order
 * of the calls of `random` is part of the drawing.
 */
export function drawCover(facts: CoverFacts): string {
  const { title, author, byline } = selectText(facts);
  const random = createRandom(JSON.stringify([title, author]));
  const colors = pick(PALETTES, random);
  const pattern = pick(PATTERNS, random);
  const wantsFootPanel = random() < FOOT_PANEL_CHANCE;
  const isArtFirst = random() < ART_FIRST_CHANCE;

  const footLines = wantsFootPanel ? typeset(title, FOOT_AREA) : null;
  const lines = footLines ?? typeset(title, SIDE_AREA) ?? [];
  const titleHeight = lines.reduce((sum, line) => sum + line.leading, 0);
  const { panel, art } = footLines ? layOutFoot(titleHeight) : layOutSide(isArtFirst);

  const isFromRight = isRightToLeft(title);
  const x = isFromRight ? panel.x + panel.width - MARGIN : panel.x + MARGIN;
  let y = panel.y + MARGIN - TITLE_RAISE;
  const titleTexts = lines.map(({ text, size, leading }) => {
    y += leading;
    return drawLine(text, x, y - Math.round(leading * DESCENT), size);
  });
  const bylineLines = cutToLines(
    byline,
    MAX_BYLINE_LINES,
    (panel.width - 2 * MARGIN) / BYLINE_SIZE,
  );
  const bylineTexts = bylineLines.map((text, index) => {
    const linesBelow = bylineLines.length - 1 - index;
    return drawLine(
      text,
      x,
      HEIGHT - MARGIN - linesBelow * computeLeading(BYLINE_SIZE),
      BYLINE_SIZE,
    );
  });
  const align = (text: string) => {
    if (!isFromRight) return "";
    return isRightToLeft(text) ? ' direction="rtl"' : ' text-anchor="end"';
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}"`,
    ` width="${WIDTH}" height="${HEIGHT}" aria-hidden="true">`,
    // A nested svg clips its drawing without a clip-path, whose id could equal another cover's.
    `<svg ${formatBox(art)} overflow="hidden">`,
    `<rect width="100%" height="100%" fill="${colors.field}"/>`,
    `${pattern(art, colors, random)}</svg><rect ${formatBox(panel)} fill="${colors.panel}"/>`,
    `<g fill="${colors.ink}">`,
    `<g font-family='${SERIF}'${align(title)}>${titleTexts.join("")}</g>`,
    `<g font-family='${SANS}'${align(byline)}>${bylineTexts.join("")}</g></g>`,
    // Shows the cover's edge where panel and page have nearly the same color, light or dark.
    `<path fill="none" stroke="#808080" stroke-opacity=".3" d="M.5.5h479v299H.5z"/></svg>`,
  ].join("");
}

type Box = { x: number; y: number; width: number; height: number };

function layOutFoot(titleHeight: number): { panel: Box; art: Box } {
  const height = titleHeight + FOOT_PANEL_EXTRA;
  const y = HEIGHT - height;
  return {
    panel: { x: 0, y, width: WIDTH, height },
    art: { x: 0, y: 0, width: WIDTH, height: y + OVERLAP },
  };
}

function layOutSide(isArtFirst: boolean): { panel: Box; art: Box } {
  const artWidth = WIDTH - SIDE_PANEL_WIDTH + OVERLAP;
  return {
    panel: {
      x: isArtFirst ? WIDTH - SIDE_PANEL_WIDTH : 0,
      y: 0,
      width: SIDE_PANEL_WIDTH,
      height: HEIGHT,
    },
    art: { x: isArtFirst ? 0 : SIDE_PANEL_WIDTH - OVERLAP, y: 0, width: artWidth, height: HEIGHT },
  };
}

/** Returns 8 hex digits that change when the cover does, for a URL that can be cached forever. */
export function computeCoverVersion(facts: CoverFacts): string {
  const content = JSON.stringify([DRAWING_VERSION, selectText(facts)]);
  return createHash("sha256").update(content).digest("hex").slice(0, 8);
}

/** Selects the texts of a cover. The organization is not in the seed: it is often learned later. */
function selectText({ title, authors, authorCount, organization }: CoverFacts) {
  const [first = "", second = ""] = authors.map((name) => cleanForSvg(name, MAX_NAME));
  return {
    title: cleanForSvg(plainText(title.slice(0, MAX_TITLE_SOURCE)), MAX_TITLE),
    author: first,
    byline: cleanForSvg(organization ?? "", MAX_NAME) || creditAuthors(first, second, authorCount),
  };
}

/** Formats `Ada`, `Ada and Ben`, or `Ada et al.`, also where the second of two has no name here. */
function creditAuthors(first: string, second: string, authorCount: number): string {
  if (first === "" || authorCount <= 1) return first;
  return authorCount === 2 && second ? `${first} and ${second}` : `${first} et al.`;
}

const formatBox = ({ x, y, width, height }: Box): string =>
  `x="${x}" y="${y}" width="${width}" height="${height}"`;

const isRightToLeft = (text: string): boolean =>
  /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(text);

const drawLine = (text: string, x: number, y: number, size: number): string =>
  `<text x="${x}" y="${y}" font-size="${size}">${escapeXml(text)}</text>`;

const escapeXml = (text: string): string =>
  text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);

/**
 * Removes what XML forbids and what reorders text. The joiners stay, for emoji and Persian; of
 * combining marks at most three in a row stay.
 */
const cleanForSvg = (text: string, maxCharacters: number): string =>
  text
    .slice(0, maxCharacters)
    .replace(/\s+/g, " ")
    .normalize("NFC")
    .replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}]/gu, "")
    .replace(/([\p{M}\u200c\u200d]{3})[\p{M}\u200c\u200d]+/gu, "$1")
    .trim();

/**
 * Sets a title in the largest font size that fits, with the part after a colon as subtitle.
 * Returns null where it doesn't fit and the area doesn't cut titles.
 */
function typeset(title: string, area: TitleArea): Line[] | null {
  const { width, sizes, maxLines, maxHeight, cutsTitle } = area;
  const parts = /^(.{2,34}?)(?:: |\uff1a|(?<=\?) )(.+)$/u.exec(title);
  const heading = parts?.[1] ?? title;
  const subtitle = parts?.[2]?.trim() ?? "";
  const subtitleEms = width / SUBTITLE_SIZE;
  const wholeSubtitle = wrap(subtitle, subtitleEms).length;
  const subtitleLines = cutsTitle ? Math.min(wholeSubtitle, MAX_SUBTITLE_LINES) : wholeSubtitle;

  const fits = (size: number): boolean => {
    const headingLines = wrap(heading, width / size).length;
    const height =
      headingLines * computeLeading(size) + subtitleLines * computeLeading(SUBTITLE_SIZE);
    return (
      headingLines <= MAX_HEADING_LINES &&
      measureLongestPiece(heading) <= width / size &&
      headingLines + subtitleLines <= maxLines &&
      height <= maxHeight
    );
  };
  const size = sizes.find(fits) ?? (cutsTitle ? sizes.at(-1) : undefined);
  if (!size) return null;

  const headingTexts = cutToLines(heading, MAX_HEADING_LINES, width / size);
  const subtitleTexts = cutToLines(subtitle, maxLines - headingTexts.length, subtitleEms);
  return [
    ...headingTexts.map((text) => ({ text, size, leading: computeLeading(size) })),
    ...subtitleTexts.map((text, index) => ({
      text,
      size: SUBTITLE_SIZE,
      leading: computeLeading(SUBTITLE_SIZE) + (index === 0 ? SUBTITLE_GAP : 0),
    })),
  ];
}

/** Large letters need less space between their lines. */
const computeLeading = (size: number): number =>
  Math.round(size * (size > SUBTITLE_SIZE ? 1.14 : 1.28));

/** Returns the width in ems of the longest piece that stays on one line. */
const measureLongestPiece = (text: string): number =>
  Math.max(0, ...splitPieces(text).map((piece) => measureWidth(piece.trimEnd())));

/** Breaks a text into the fewest lines of at most `ems`, of about equal length. */
function wrap(text: string, ems: number): string[] {
  const fewest = fillLines(text, ems);
  const countHyphens = (lines: string[]) => lines.filter((line) => line.endsWith("-")).length;
  const shorter = [0.6, 0.7, 0.8, 0.9]
    .filter((share) => measureLongestPiece(text) <= ems * share)
    .map((share) => fillLines(text, ems * share))
    .filter((lines) => lines.length === fewest.length);
  return shorter.find((lines) => countHyphens(lines) <= countHyphens(fewest)) ?? fewest;
}

/** Fills lines of at most `ems` one after the other; breaks only pieces that are longer. */
function fillLines(text: string, ems: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of splitPieces(text)) {
    const isTooLong = measureWidth(piece.trimEnd()) > ems;
    for (const part of isTooLong ? splitGraphemes(piece) : [piece]) {
      if (line && measureWidth(line) + measureWidth(part.trimEnd()) > ems) {
        lines.push(line);
        line = "";
      }
      line += part;
    }
  }
  return line ? [...lines, line] : lines;
}

/** Splits where a line may end: after spaces, in long compounds, and between ideographs. */
const splitPieces = (text: string): string[] => text.split(BREAK);

const IDEOGRAPH = String.raw`[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]`;
const BREAK = new RegExp(
  String.raw`(?<= )|(?<=\p{L}{3}-)(?=\p{L}{4})|(?<=${IDEOGRAPH})(?=${IDEOGRAPH})`,
  "u",
);

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

const splitGraphemes = (text: string): string[] =>
  Array.from(segmenter.segment(text), ({ segment }) => segment);

/** Wraps a text; where it has more than `maxLines`, cuts it with an ellipsis in the last line. */
function cutToLines(text: string, maxLines: number, ems: number): string[] {
  const lines = wrap(text, ems);
  if (lines.length <= maxLines) return lines.map((line) => line.trimEnd());
  const full = fillLines(text, ems);
  const kept = full.slice(0, maxLines - 1).map((line) => line.trimEnd());
  return [...kept, cutToWidth(full.slice(maxLines - 1).join(""), ems)];
}

/** Returns a text of at most `ems`, cut at a word with an ellipsis where it is longer. */
function cutToWidth(text: string, ems: number): string {
  if (measureWidth(text) <= ems) return text;
  let [kept, width] = ["", measureWidth("…")];
  for (const grapheme of splitGraphemes(text)) {
    width += measureWidth(grapheme);
    if (width > ems) break;
    kept += grapheme;
  }
  return `${kept.replace(/(?<=.{8}) \S*$/u, "").replace(/[\s,;:–-]+$/u, "")}…`;
}

/** Widths of characters in ems; the first match counts. Marks have a width, so that they can't pile up. */
const CHARACTER_WIDTHS: [RegExp, number][] = [
  [/[\p{Mn}\p{Me}\p{Cf}]/u, 0.1],
  [/[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{Extended_Pictographic}]/u, 1],
  [/[\u3000-\u303f\uff00-\uff60]/, 1],
  [/[ijlft.,:;'’!|()[\]\s]/, 0.32],
  [/[mMW%@—]/, 0.96],
  [/[wDGHNOQU&]/, 0.82],
  [/[\p{Lu}\d+=<>~]/u, 0.66],
];

const OTHER_CHARACTER_WIDTH = 0.55;

/** Estimates a text's width in ems, from Georgia and Source Serif, the widest of the fonts named. */
const measureWidth = (text: string): number =>
  Array.from(text).reduce(
    (ems, character) =>
      ems + (CHARACTER_WIDTHS.find(([kind]) => kind.test(character))?.[1] ?? OTHER_CHARACTER_WIDTH),
    0,
  );
