import { createHash } from "node:crypto";

/** Returns the next number in [0, 1). */
export type Random = () => number;

type Area = { width: number; height: number };

/** Text is `ink` on `panel`. The pattern is drawn on `field` in a main, an accent and a quiet color. */
export type Palette = {
  panel: string;
  ink: string;
  field: string;
  main: string;
  accent: string;
  quiet: string;
};

/** Draws SVG that fills an area. The order of the calls of `random` is part of the drawing. */
type Pattern = (area: Area, parsePalette: Palette, random: Random) => string;

type NonEmpty<Item> = readonly [Item, ...Item[]];

const parsePalette = (colors: string): Palette => {
  const [panel = "", ink = "", field = "", main = "", accent = "", quiet = ""] = colors
    .split(" ")
    .map((color) => `#${color}`);
  return { panel, ink, field, main, accent, quiet };
};

/** Colors in the order panel, ink, field, main, accent, quiet. */
export const PALETTES: NonEmpty<Palette> = [
  parsePalette("f3ecdd 1f2d3d 24405c f3ecdd e0b04f 6c8fa8"), // Oxford
  parsePalette("a3432e fdf4e7 f0dcc2 a3432e 3d3a38 d9925f"), // terracotta
  parsePalette("f1ecdc 1f352b 2f5344 d3d8b4 e3ae58 6f9580"), // forest
  parsePalette("dfaa3f 2a2317 2f3a3f f1e6cd dfaa3f 6f807f"), // mustard
  parsePalette("17373f f0f0e4 e9e1ce 17373f cf6b49 8cadaa"), // petrol
  parsePalette("f6e9e0 4a2430 c47f70 f6e9e0 752f3f e6b598"), // clay
  parsePalette("e4ebed 21313a 8ba6b1 21313a f6f2e8 cf6a45"), // slate
  parsePalette("592233 f8ecdf ecdac7 592233 bb6448 d9ab80"), // wine
  parsePalette("f0ead6 32341e 6f773d f0ead6 d8bd55 3c4123"), // olive
  parsePalette("2a2927 f1ece1 ebe5d8 2a2927 b7412d aaa293"), // ink
  parsePalette("f3f0e4 113b49 3a858f f3f0e4 f2b98c 0f4857"), // sea
  parsePalette("27468a f7f1e3 e9e0cb 27468a d6982f 8299c2"), // cobalt
];

/**
 * Creates a generator whose numbers depend on the seed only: pairs of bytes from a chain of SHA-256
 * digests.
 */
export function createRandom(seed: string): Random {
  const digest = (data: string | Buffer) => createHash("sha256").update(data).digest();
  let [block, at] = [digest(seed), 0];
  return () => {
    if (at === block.length) [block, at] = [digest(block), 0];
    at += 2;
    return block.readUInt16BE(at - 2) / 65536;
  };
}

export const pick = <Item>(items: NonEmpty<Item>, random: Random): Item =>
  items[Math.floor(random() * items.length)] ?? items[0];

const randomBetween = (low: number, high: number, random: Random): number =>
  low + (high - low) * random();

const randomInteger = (low: number, high: number, random: Random): number =>
  Math.floor(randomBetween(low, high + 1, random));

/**
 * Formats a path with whole numbers, which keeps the file small. At the size shown a unit is a
 * quarter of a pixel or less.
 */
const formatPath = (parts: TemplateStringsArray, ...values: number[]): string =>
  String.raw({ raw: parts }, ...values.map((value) => Math.round(value)));

const listIndexes = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

const drawFilled = (color: string, data: string): string => `<path fill="${color}" d="${data}"/>`;

const drawStroked = (color: string, width: number, data: string): string =>
  `<path fill="none" stroke="${color}" stroke-width="${Math.round(width * 10) / 10}" d="${data}"/>`;

/** Rounds before drawing: arcs whose ends miss the diameter by one unit don't make a circle. */
function formatDisc(x: number, y: number, exact: number): string {
  const [left, radius] = [Math.round(x - exact), Math.round(exact)];
  const arc = formatPath`a${radius} ${radius} 0 1 0 `;
  return (
    formatPath`M${left} ${y}` +
    arc +
    formatPath`${2 * radius} 0` +
    arc +
    formatPath`${-2 * radius} 0z`
  );
}

const drawRings: Pattern = ({ width, height }, colors, random) => {
  const x = width * pick([0, 0.5, 1], random);
  const y = height * pick([0, 1], random);
  const rings = randomInteger(5, 7, random);
  const accented = randomInteger(0, 2, random);
  const step = (Math.max(width, height) * randomBetween(0.8, 0.95, random)) / rings;
  return listIndexes(rings)
    .map((ring) => {
      const color = ring === rings - 1 - accented ? colors.accent : colors.main;
      const radius = step * (rings - ring);
      return (
        drawFilled(ring % 2 ? colors.quiet : color, formatDisc(x, y, radius)) +
        drawFilled(colors.field, formatDisc(x, y, radius - step * 0.42))
      );
    })
    .join("");
};

const drawFlow: Pattern = ({ width, height }, colors, random) => {
  const gap = randomBetween(20, 26, random);
  const lines = Math.ceil(height / gap) + 4;
  const rise = randomBetween(0.18, 0.34, random) * Math.min(width, height) * pick([-1, 1], random);
  const pinch = gap * randomBetween(1, 2.5, random);
  const accented = randomInteger(4, lines - 5, random);
  return listIndexes(lines)
    .map((line) => {
      const y = gap * (line - 2);
      const [left, right] = [y - rise + pinch, y + rise - pinch];
      const [near, far] = [width * 0.36, width * 0.62];
      const data = formatPath`M-9 ${y}C${near} ${left} ${far} ${right} ${width + 9} ${y - pinch}`;
      const color = line === accented ? colors.accent : line % 3 ? colors.main : colors.quiet;
      return drawStroked(color, gap * (0.12 + 0.4 * (line / lines)), data);
    })
    .join("");
};

const drawDots: Pattern = ({ width, height }, colors, random) => {
  const rows = Math.round(height / 25);
  const cell = height / rows;
  const columns = Math.ceil(width / cell);
  const [focusX, focusY] = [random() * width, random() * height];
  const wave = randomBetween(0.3, 0.6, random);
  const levels = listIndexes(5).map(() => "");
  for (const row of listIndexes(rows)) {
    for (const column of listIndexes(columns)) {
      const [x, y] = [(column + 0.5) * cell, (row + 0.5) * cell];
      const distance = Math.hypot(x - focusX, y - focusY) / cell;
      const level = Math.round(2 + 2 * Math.cos(distance * wave));
      levels[level] += formatPath`M${x} ${y}h0`;
    }
  }
  // A line of length zero with round ends is the shortest way to draw a dot.
  const drawn = levels.map((data, level) => {
    const color = level === 4 ? colors.accent : level < 2 ? colors.quiet : colors.main;
    return drawStroked(color, cell * (0.18 + 0.17 * level), data);
  });
  return `<g stroke-linecap="round">${drawn.join("")}</g>`;
};

const drawCircles: Pattern = ({ width, height }, colors, random) => {
  const wide = width > height;
  const radius = Math.min(width, height) * randomBetween(0.4, 0.46, random) * (wide ? 1.3 : 1);
  const [reachX, reachY] = wide ? [width * 0.3, height * 0.22] : [width * 0.24, height * 0.27];
  const turn = randomBetween(0, Math.PI, random);
  const discs = [colors.main, colors.accent, colors.quiet].map((color, index) => {
    const angle = turn + (index * 2 * Math.PI) / 3;
    const [x, y] = [width / 2 + Math.cos(angle) * reachX, height / 2 + Math.sin(angle) * reachY];
    return drawFilled(color, formatDisc(x, y, radius));
  });
  return `<g fill-opacity=".88">${discs.join("")}</g>`;
};

const drawBars: Pattern = ({ width, height }, colors, random) => {
  const count = Math.round(width / randomBetween(22, 32, random));
  const pitch = width / count;
  const accented = randomInteger(1, count - 2, random);
  const phase = random() * 2 * Math.PI;
  const turns = randomBetween(0.5, 1, random) * Math.PI * 2;
  const step = (bar: number, middle: number, lag: number) => {
    const top = height * (middle - 0.22 * Math.sin(phase + lag + (bar / count) * turns));
    return formatPath`M${bar * pitch} ${height + 9}V${top}h${pitch - 3}V${height + 9}z`;
  };
  return listIndexes(count)
    .map((bar) => {
      const color = bar === accented ? colors.accent : colors.main;
      return drawFilled(colors.quiet, step(bar, 0.32, 0)) + drawFilled(color, step(bar, 0.62, 1));
    })
    .join("");
};

const drawWeave: Pattern = ({ width, height }, colors, random) => {
  const size = randomBetween(52, 70, random);
  const [columns, rows] = [Math.round(width / size), Math.round(height / size)];
  const [across, down] = [width / columns, height / rows];
  const band = Math.min(across, down) * randomBetween(0.58, 0.7, random);
  const accented = randomInteger(0, rows - 1, random);
  const x = (column: number) => (column + 0.5) * across;
  const y = (row: number) => (row + 0.5) * down;
  const warp = listIndexes(columns).map((column) => formatPath`M${x(column)} 0V${height}`);
  const weft = listIndexes(rows).map((row) => {
    const data = formatPath`M0 ${y(row)}H${width}`;
    const color = row === accented ? colors.accent : colors.quiet;
    return drawStroked(colors.field, band + 6, data) + drawStroked(color, band, data);
  });
  const over = (reach: number) =>
    listIndexes(rows * columns)
      .map((cell) => {
        const [column, row] = [cell % columns, Math.floor(cell / columns)];
        return (row + column) % 2 ? formatPath`M${x(column)} ${y(row) - reach}v${2 * reach}` : "";
      })
      .join("");
  return (
    drawStroked(colors.main, band, warp.join("")) +
    weft.join("") +
    drawStroked(colors.field, band + 6, over(band / 2 + 3)) +
    drawStroked(colors.main, band, over(down / 2 + 1))
  );
};

const drawTiles: Pattern = ({ width, height }, colors, random) => {
  const size = randomBetween(52, 72, random);
  const columns = Math.round(width / size);
  const rows = Math.max(2, Math.round(height / size));
  const [wide, high] = [width / columns, height / rows];
  return listIndexes(rows * columns)
    .map((tile) => {
      const color = pick([colors.main, colors.main, colors.quiet, colors.accent], random);
      const [right, low] = [random() < 0.5 ? 1 : 0, random() < 0.5 ? 1 : 0];
      const [x, y] = [(tile % columns) * wide, Math.floor(tile / columns) * high];
      // A quarter of a disc, centered on the tile's corner at `left` and `top`.
      const [left, top] = [x + right * wide, y + low * high];
      const [across, down] = [x + (1 - right) * wide, y + (1 - low) * high];
      const data = formatPath`M${left} ${top}H${across}A${wide} ${high} 0 0 ${right === low ? 1 : 0} `;
      return random() < 0.12 ? "" : drawFilled(color, data + formatPath`${left} ${down}z`);
    })
    .join("");
};

const drawStrata: Pattern = ({ width, height }, colors, random) => {
  const order: string[] = [colors.quiet, colors.main, colors.field, colors.accent, colors.main];
  const start = randomBetween(0.18, 0.32, random);
  const swell = height * randomBetween(0.08, 0.16, random);
  return order
    .map((color, layer) => {
      const y = height * (start + (layer * (1.05 - start)) / order.length);
      const [rise, fall] = [randomBetween(0.6, 3.2, random), randomBetween(0.6, 3.2, random)];
      const [left, right] = [y - swell * rise, y + swell * fall];
      const [near, far] = [width * 0.3, width * 0.62];
      const edge = formatPath`M0 ${y}C${near} ${left} ${far} ${right} ${width} ${y - swell}`;
      return drawFilled(color, `${edge}V${height + 9}H0z`);
    })
    .join("");
};

export const PATTERNS: NonEmpty<Pattern> = [
  drawRings,
  drawFlow,
  drawDots,
  drawCircles,
  drawBars,
  drawWeave,
  drawTiles,
  drawStrata,
];
