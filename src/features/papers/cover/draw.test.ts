import { expect, test } from "vitest";
import { type CoverFacts, computeCoverVersion, drawCover } from "./draw";
import { PALETTES } from "./patterns";

const cover = (title: string, more: Partial<CoverFacts> = {}): string =>
  drawCover({ title, authors: ["Ada Lovelace", "Alan Turing"], authorCount: 5, ...more });

const titles = Array.from({ length: 120 }, (_, index) => `Paper ${index}: On Reading Covers`);

const hostile = [
  `"><script>alert(1)</script><image href="https://x.test/" onload='x'/>`,
  `' onclick='alert(1)' x='`,
  "]]><!-- &amp; <![CDATA[ <?xml ?> &lol;",
  "a\u0000b\u0008c\u001fd\u007fe\ufffef\ud800g\udc00h\u202ei\u2066j",
  "$<b>\\text{</text>}</b>$",
];

const long = [
  "a".repeat(2000),
  "word ".repeat(400),
  `Name: ${"word ".repeat(390)}`,
  "'&\"<>".repeat(400),
  "W".repeat(2000),
  `i${"\u0301".repeat(1999)}`,
  "i\u0300\u0301\u{1d165}".repeat(400),
  "👩‍👩‍👧‍👦".repeat(180),
  "漢字".repeat(1000),
  "{".repeat(2000),
  "\\text{".repeat(330),
  "$".repeat(2000),
];

/** Returns the texts in order, unescaped as an XML parser would. */
const texts = (svg: string): string[] =>
  Array.from(svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g), ([, text = ""]) =>
    text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))),
  );

const attributeNames = [
  "xmlns viewBox width height aria-hidden overflow x y d fill fill-opacity font-family font-size",
  "direction text-anchor stroke stroke-width stroke-opacity stroke-linecap",
].flatMap((names) => names.split(" "));

/** Expects well-formed SVG with only the few elements and attributes that covers use. */
function expectOnlyOurMarkup(svg: string): void {
  const open: string[] = [];
  const attribute = / ([a-zA-Z:-]+)=(?:"([^"<&]*)"|'([^'<&]*)')/g;
  for (const [, text = "", close, name = "", attributes = "", empty] of svg.matchAll(
    /([^<]*)<(\/?)([a-z]+)((?: [a-zA-Z:-]+=(?:"[^"<&]*"|'[^'<&]*'))*)(\/?)>/g,
  )) {
    expect(text).toMatch(/^(?:[^&>]|&#\d+;)*$/u);
    expect(["svg", "g", "rect", "path", "text"]).toContain(name);
    for (const [, key = ""] of attributes.matchAll(attribute)) {
      expect(attributeNames).toContain(key);
    }
    if (close) expect(open.pop()).toBe(name);
    else if (!empty) open.push(name);
  }
  expect(open).toEqual([]);
  const markup = /<\/?[a-z]+(?: [a-zA-Z:-]+=(?:"[^"<&]*"|'[^'<&]*'))*\/?>/g;
  expect(svg.replace(markup, "")).not.toMatch(/[<>]/);
  expect(svg).not.toMatch(/[\p{Cc}\p{Cs}\ufffe\uffff]/u);
  const drawn = svg.replace(/>[^<]+</g, "><").replace("http://www.w3.org/2000/svg", "");
  expect(drawn).not.toMatch(/http|url\(|NaN|undefined/);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => Number.parseInt(color.slice(start, start + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test("the same facts draw the same cover, and other facts another", () => {
  expect(cover("A Paper")).toBe(cover("A Paper"));
  expect(new Set(titles.map((title) => cover(title))).size).toBe(titles.length);
  expect(cover("A Paper", { authors: ["Grace Hopper"] })).not.toBe(cover("A Paper"));
});

test("a version is 8 hex digits and changes exactly when the cover does", () => {
  const facts = { title: "A Paper", authors: ["Ada Lovelace", "Alan Turing"], authorCount: 5 };
  expect(computeCoverVersion(facts)).toMatch(/^[0-9a-f]{8}$/);
  for (const change of [
    { title: "A  Paper" },
    { title: "Another Paper" },
    { authors: ["Alan Turing"] },
    { authors: ["Ada Lovelace", "Grace Hopper"] },
    { authorCount: 1 },
    { authorCount: 6 },
    { organization: "Analytical Society" },
  ]) {
    const other = { ...facts, ...change };
    expect(computeCoverVersion(other) === computeCoverVersion(facts)).toBe(
      drawCover(other) === drawCover(facts),
    );
  }
});

test("a hostile fact adds no element, attribute, reference or forbidden character", () => {
  for (const text of [...hostile, ...long, "", " "]) {
    for (const more of [{}, { organization: text }, { authors: [text], authorCount: 2 }]) {
      expectOnlyOurMarkup(cover(text, more));
    }
  }
  expect(texts(cover("Ants & <Bees>")).join(" ")).toContain("Ants & <Bees>");
});

test("every kind of drawing is small and well-formed", () => {
  for (const title of titles) {
    const svg = cover(title);
    expectOnlyOurMarkup(svg);
    expect(Buffer.byteLength(svg)).toBeLessThan(6000);
  }
});

test("a long title is cut with an ellipsis and stays small", () => {
  for (const title of long) {
    const svg = cover(title, { organization: title });
    expect(Buffer.byteLength(svg)).toBeLessThan(6000);
    // Four lines of a title, or five with a subtitle, and two of a byline.
    expect(texts(svg).length).toBeLessThanOrEqual((title.startsWith("Name: ") ? 5 : 4) + 2);
  }
  expect(texts(cover("word ".repeat(400)))[3]).toMatch(/word…$/);
});

test("lines end between words, or in long compounds and Chinese anywhere", () => {
  for (const title of titles) {
    const words = texts(cover(title)).slice(0, -1);
    expect(words.join(" ")).toMatch(/^Paper \d+ On Reading Covers$/);
  }
  const compound = "Permutation-Equivariant Preference-Undermining";
  expect(texts(cover(compound)).slice(0, -1).join(" ").replaceAll("- ", "-")).toBe(compound);
  const chinese = "基于大型语言模型的多模态推理方法研究";
  const lines = texts(cover(chinese)).slice(0, -1);
  expect(lines.join("")).toBe(chinese);
  // Ideographs are twice as wide as Latin letters: 13 fill the widest panel at the smallest size.
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(13);
});

test("formulas become plain text, prices stay", () => {
  const title = (source: string) => texts(cover(source)).slice(0, -1).join(" ");
  expect(title("$\\pi^3$: Geometry")).toBe("π³ Geometry");
  expect(title("A$^2$Search")).toBe("A²Search");
  expect(title("Pages for Under $0.1")).toBe("Pages for Under $0.1");
});

test("the byline is the organization, or the first author and whether there are more", () => {
  const byline = (more: Partial<CoverFacts>) => texts(cover("A", more)).slice(1).join(" ");
  expect(byline({})).toBe("Ada Lovelace et al.");
  expect(byline({ organization: "Analytical Society" })).toBe("Analytical Society");
  expect(byline({ authorCount: 2 })).toBe("Ada Lovelace and Alan Turing");
  expect(byline({ authors: ["Ada Lovelace"], authorCount: 2 })).toBe("Ada Lovelace et al.");
  expect(byline({ authors: ["Ada Lovelace"], authorCount: 1 })).toBe("Ada Lovelace");
  expect(byline({ authors: [], authorCount: 0 })).toBe("");
});

test("a right-to-left title is aligned to the right", () => {
  expect(cover("نموذج لغوي كبير للغة العربية")).toContain('direction="rtl"');
  expect(cover("A Large Model of العربية")).not.toContain('direction="rtl"');
});

test("text has enough contrast on its panel in every palette", () => {
  for (const { ink, panel } of PALETTES) {
    const [dark = 0, light = 0] = [luminance(ink), luminance(panel)].sort((a, b) => a - b);
    expect((light + 0.05) / (dark + 0.05)).toBeGreaterThanOrEqual(4.5);
  }
});
