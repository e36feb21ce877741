import { createHash } from "node:crypto";
import { plainText } from "@/lib/markup/markup";
import { createRandom, PALETTES, PATTERNS, pick } from "./patterns";

/** `authors` may be the first few of `authorCount`. */
export type CoverFacts = {
  title: string;
  authors: string[];
  authorCount: number;
  organization?: string;
};

type Line = { text: string; size: number; lead: number };

type Place = {
  width: number;
  sizes: number[];
  most: number;
  tallest: number;
  /** Whether a title that is too long is cut here, or set elsewhere. */
  cuts: boolean;
};

/** Raise it whenever the drawing changes: covers are kept forever under their version. */
const DRAWING = 1;

const WIDTH = 480;
const HEIGHT = 300;
const MARGIN = 24;
const SIDE_PANEL = 296;
const SIDE: Place = {
  width: SIDE_PANEL - 2 * MARGIN,
  sizes: [46, 40, 36, 32, 28, 25, 22],
  most: 5,
  tallest: 200,
  cuts: true,
};
const FOOT: Place = {
  width: WIDTH - 2 * MARGIN,
  sizes: [46, 40, 36, 32],
  most: 3,
  tallest: 96,
  cuts: false,
};
const HEADING = 4;
const SUBTITLE = 20;
const BYLINE = 16;

const SERIF = `"Source Serif 4", Georgia, "Times New Roman", serif`;
const SANS = `Inter, "Helvetica Neue", Arial, sans-serif`;

/** SVG document, 480×300: a picture of a paper, the same for the same facts every time. */
export function drawCover(facts: CoverFacts): string {
  const { title, author, byline } = printed(facts);
  const random = createRandom(JSON.stringify([title, author]));
  const colors = pick(PALETTES, random);
  const pattern = pick(PATTERNS, random);
  const [wantsFoot, artFirst] = [random() < 0.4, random() < 0.35];

  const foot = wantsFoot ? typeset(title, FOOT) : null;
  const lines = foot ?? typeset(title, SIDE) ?? [];
  const tall = lines.reduce((sum, line) => sum + line.lead, 0);
  const panel = foot
    ? { x: 0, y: HEIGHT - tall - 84, width: WIDTH, height: tall + 84 }
    : { x: artFirst ? WIDTH - SIDE_PANEL : 0, y: 0, width: SIDE_PANEL, height: HEIGHT };
  // Reaches two units under the panel: no line of the page shines through where they meet.
  const art = foot
    ? { x: 0, y: 0, width: WIDTH, height: panel.y + 2 }
    : { x: artFirst ? 0 : SIDE_PANEL - 2, y: 0, width: WIDTH - SIDE_PANEL + 2, height: HEIGHT };

  const fromRight = isRightToLeft(title);
  const x = fromRight ? panel.x + panel.width - MARGIN : panel.x + MARGIN;
  let y = panel.y + MARGIN - 6;
  const set = lines.map(({ text, size, lead }) => {
    y += lead;
    return line(text, x, y - Math.round(lead * 0.2), size);
  });
  const room = (panel.width - 2 * MARGIN) / BYLINE;
  const credit = cut(byline, 2, room);
  const credits = credit.map((text, index) =>
    line(text, x, HEIGHT - MARGIN - (credit.length - 1 - index) * leading(BYLINE), BYLINE),
  );
  const aligned = (text: string) =>
    fromRight ? (isRightToLeft(text) ? ' direction="rtl"' : ' text-anchor="end"') : "";
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}"`,
    ` width="${WIDTH}" height="${HEIGHT}" aria-hidden="true">`,
    // A nested svg clips its drawing without a clip-path, whose id could meet another cover's.
    `<svg ${box(art)} overflow="hidden">`,
    `<rect width="100%" height="100%" fill="${colors.field}"/>`,
    `${pattern(art, colors, random)}</svg><rect ${box(panel)} fill="${colors.panel}"/>`,
    `<g fill="${colors.ink}"><g font-family='${SERIF}'${aligned(title)}>${set.join("")}</g>`,
    `<g font-family='${SANS}'${aligned(byline)}>${credits.join("")}</g></g>`,
    // Holds the edge where panel and page are nearly the same colour, on light and on dark.
    `<path fill="none" stroke="#808080" stroke-opacity=".3" d="M.5.5h479v299H.5z"/></svg>`,
  ].join("");
}

/** 8 hex digits that change when the cover does: for an address that can be cached forever. */
export function computeCoverVersion(facts: CoverFacts): string {
  const seen = JSON.stringify([DRAWING, printed(facts)]);
  return createHash("sha256").update(seen).digest("hex").slice(0, 8);
}

/** What of the facts is seen. The organisation isn't in the seed: it is often learnt later. */
function printed({ title, authors, authorCount, organization }: CoverFacts) {
  const [author = "", second = ""] = authors.map((name) => plain(name, 200));
  const pair = authorCount === 2 && second ? `${author} and ${second}` : author;
  const credit = authorCount > 2 || (authorCount > 1 && !second) ? `${author} et al.` : pair;
  return {
    title: plain(plainText(title.slice(0, 2000)), 500),
    author,
    byline: plain(organization ?? "", 200) || (author && credit),
  };
}

const box = (area: { x: number; y: number; width: number; height: number }): string =>
  `x="${area.x}" y="${area.y}" width="${area.width}" height="${area.height}"`;

const isRightToLeft = (text: string): boolean =>
  /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(text);

const line = (text: string, x: number, y: number, size: number): string =>
  `<text x="${x}" y="${y}" font-size="${size}">${escaped(text)}</text>`;

const escaped = (text: string): string =>
  text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Without what XML forbids or what reorders text; the joiners stay, for emoji and Persian. */
const plain = (text: string, most: number): string =>
  text
    .slice(0, most)
    .replace(/\s+/g, " ")
    .normalize("NFC")
    .replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}]/gu, "")
    .replace(/([\p{M}\u200c\u200d]{3})[\p{M}\u200c\u200d]+/gu, "$1")
    .trim();

/** Name and subtitle parted as on a book; null where the place takes no cut and it needs one. */
function typeset(title: string, { width, sizes, most, tallest, cuts }: Place): Line[] | null {
  const parted = /^(.{2,34}?)(?:: |\uff1a|(?<=\?) )(.+)$/u.exec(title);
  const [head, rest] = [parted?.[1] ?? title, parted?.[2]?.trim() ?? ""];
  const subtitle = wrap(rest, width / SUBTITLE).length;
  const wanted = cuts ? Math.min(subtitle, 3) : subtitle;
  const fits = (size: number) => {
    const lines = wrap(head, width / size).length;
    const tall = lines * leading(size) + wanted * leading(SUBTITLE);
    const whole = lines <= HEADING && longest(head) <= width / size;
    return whole && lines + wanted <= most && tall <= tallest;
  };
  const size = sizes.find(fits) ?? (cuts ? sizes.at(-1) : undefined);
  if (!size) return null;
  const heading = cut(head, HEADING, width / size);
  const below = cut(rest, most - heading.length, width / SUBTITLE);
  return [
    ...heading.map((text) => ({ text, size, lead: leading(size) })),
    ...below.map((text, index) => ({
      text,
      size: SUBTITLE,
      lead: leading(SUBTITLE) + (index ? 0 : 4),
    })),
  ];
}

const leading = (size: number): number => Math.round(size * (size > SUBTITLE ? 1.14 : 1.28));

const longest = (text: string): number =>
  Math.max(0, ...pieces(text).map((piece) => widthOf(piece.trimEnd())));

/** The fewest lines of at most `ems` each, made about equally long. */
function wrap(text: string, ems: number): string[] {
  const loose = fill(text, ems);
  const hyphens = (lines: string[]) => lines.filter((line) => line.endsWith("-")).length;
  const even = [0.6, 0.7, 0.8, 0.9]
    .filter((part) => longest(text) <= ems * part)
    .map((part) => fill(text, ems * part))
    .filter((lines) => lines.length === loose.length);
  return even.find((lines) => hyphens(lines) <= hyphens(loose)) ?? loose;
}

function fill(text: string, ems: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of pieces(text)) {
    for (const part of widthOf(piece.trimEnd()) <= ems ? [piece] : graphemes(piece)) {
      if (line && widthOf(line) + widthOf(part.trimEnd()) > ems) {
        lines.push(line);
        line = "";
      }
      line += part;
    }
  }
  return line ? [...lines, line] : lines;
}

/** What a line may end with: a word, the first half of a long compound, a Chinese character. */
const pieces = (text: string): string[] => text.split(BREAK);

const IDEOGRAPH = String.raw`[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]`;
const BREAK = new RegExp(
  String.raw`(?<= )|(?<=\p{L}{3}-)(?=\p{L}{4})|(?<=${IDEOGRAPH})(?=${IDEOGRAPH})`,
  "u",
);

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

const graphemes = (text: string): string[] =>
  Array.from(segmenter.segment(text), ({ segment }) => segment);

function cut(text: string, most: number, ems: number): string[] {
  const lines = wrap(text, ems);
  if (lines.length <= most) return lines.map((line) => line.trimEnd());
  const full = fill(text, ems);
  const kept = full.slice(0, most - 1).map((line) => line.trimEnd());
  return [...kept, fit(full.slice(most - 1).join(""), ems)];
}

/** One line, ended with an ellipsis at a word where it is too long. */
function fit(text: string, ems: number): string {
  if (widthOf(text) <= ems) return text;
  let [kept, width] = ["", widthOf("…")];
  for (const grapheme of graphemes(text)) {
    width += widthOf(grapheme);
    if (width > ems) break;
    kept += grapheme;
  }
  return `${kept.replace(/(?<=.{8}) \S*$/u, "").replace(/[\s,;:–-]+$/u, "")}…`;
}

/** Widths in ems, the first that matches. Marks count a little, so that none piles up. */
const WIDTHS: [RegExp, number][] = [
  [/[\p{Mn}\p{Me}\p{Cf}]/u, 0.1],
  [/[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{Extended_Pictographic}]/u, 1],
  [/[\u3000-\u303f\uff00-\uff60]/, 1],
  [/[ijlft.,:;'’!|()[\]\s]/, 0.32],
  [/[mMW%@—]/, 0.96],
  [/[wDGHNOQU&]/, 0.82],
  [/[\p{Lu}\d+=<>~]/u, 0.66],
];

/** After Georgia and Source Serif, the widest of the faces named. */
const widthOf = (text: string): number =>
  Array.from(text).reduce(
    (ems, character) => ems + (WIDTHS.find(([kind]) => kind.test(character))?.[1] ?? 0.55),
    0,
  );
