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

/** How far shapes reach beyond the area, in units, so that no edge shows: the area clips them. */
const BLEED = 9;

/** Concentric rings around a corner or the middle of an edge. */
const drawRings: Pattern = ({ width, height }, colors, random) => {
  const x = width * pick([0, 0.5, 1], random);
  const y = height * pick([0, 1], random);
  const ringCount = randomInteger(5, 7, random);
  const accentFromCenter = randomInteger(0, 2, random);
  const outerRadius = Math.max(width, height) * randomBetween(0.8, 0.95, random);
  const step = outerRadius / ringCount;
  /** The width of a ring, as a share of the step between two. */
  const thickness = 0.42;
  return listIndexes(ringCount)
    .map((ring) => {
      const color = ring === ringCount - 1 - accentFromCenter ? colors.accent : colors.main;
      const radius = step * (ringCount - ring);
      return (
        drawFilled(ring % 2 ? colors.quiet : color, formatDisc(x, y, radius)) +
        drawFilled(colors.field, formatDisc(x, y, radius - step * thickness))
      );
    })
    .join("");
};

/** Curved lines from left to right, thicker towards the bottom. */
const drawFlow: Pattern = ({ width, height }, colors, random) => {
  const gap = randomBetween(20, 26, random);
  /** Two lines above the area and two below it, since curves leave it and enter it there. */
  const lineCount = Math.ceil(height / gap) + 4;
  const rise = randomBetween(0.18, 0.34, random) * Math.min(width, height) * pick([-1, 1], random);
  const pinch = gap * randomBetween(1, 2.5, random);
  const accentLine = randomInteger(4, lineCount - 5, random);
  const [control1X, control2X] = [width * 0.36, width * 0.62];
  return listIndexes(lineCount)
    .map((line) => {
      const y = gap * (line - 2);
      const [control1Y, control2Y] = [y - rise + pinch, y + rise - pinch];
      const [endX, endY] = [width + BLEED, y - pinch];
      const data = formatPath`M${-BLEED} ${y}C${control1X} ${control1Y} ${control2X} ${control2Y} ${endX} ${endY}`;
      const otherColor = line % 3 ? colors.main : colors.quiet;
      const color = line === accentLine ? colors.accent : otherColor;
      return drawStroked(color, gap * (0.12 + 0.4 * (line / lineCount)), data);
    })
    .join("");
};

/** A grid of dots whose sizes make waves around a random point. */
const drawDots: Pattern = ({ width, height }, colors, random) => {
  const rowCount = Math.round(height / 25);
  const cell = height / rowCount;
  const columnCount = Math.ceil(width / cell);
  const [focusX, focusY] = [random() * width, random() * height];
  /** Radians per cell of distance. */
  const wave = randomBetween(0.3, 0.6, random);
  /** One path for each of five sizes, 0 the smallest. */
  const pathsBySize = listIndexes(5).map(() => "");
  for (const row of listIndexes(rowCount)) {
    for (const column of listIndexes(columnCount)) {
      const [x, y] = [(column + 0.5) * cell, (row + 0.5) * cell];
      const distance = Math.hypot(x - focusX, y - focusY) / cell;
      const size = Math.round(2 + 2 * Math.cos(distance * wave));
      // A line of length zero with round ends is the shortest way to draw a dot.
      pathsBySize[size] += formatPath`M${x} ${y}h0`;
    }
  }
  const dotColors = [colors.quiet, colors.quiet, colors.main, colors.main, colors.accent];
  const drawn = pathsBySize.map((data, size) =>
    drawStroked(dotColors[size] ?? colors.main, cell * (0.18 + 0.17 * size), data),
  );
  return `<g stroke-linecap="round">${drawn.join("")}</g>`;
};

/** Three translucent discs that overlap. */
const drawCircles: Pattern = ({ width, height }, colors, random) => {
  const isWide = width > height;
  const radius = Math.min(width, height) * randomBetween(0.4, 0.46, random) * (isWide ? 1.3 : 1);
  /** Distance of the discs' centers from the middle. */
  const [offsetX, offsetY] = isWide ? [width * 0.3, height * 0.22] : [width * 0.24, height * 0.27];
  const turn = randomBetween(0, Math.PI, random);
  const discs = [colors.main, colors.accent, colors.quiet].map((color, index) => {
    const angle = turn + (index * 2 * Math.PI) / 3;
    const [x, y] = [width / 2 + Math.cos(angle) * offsetX, height / 2 + Math.sin(angle) * offsetY];
    return drawFilled(color, formatDisc(x, y, radius));
  });
  return `<g fill-opacity=".88">${discs.join("")}</g>`;
};

/** Two rows of bars, one behind the other, whose heights follow a sine curve. */
const drawBars: Pattern = ({ width, height }, colors, random) => {
  const barCount = Math.round(width / randomBetween(22, 32, random));
  const pitch = width / barCount;
  const gap = 3;
  const accentBar = randomInteger(1, barCount - 2, random);
  const phase = random() * 2 * Math.PI;
  const waves = randomBetween(0.5, 1, random) * Math.PI * 2;
  /** The curve swings by this share of the height around its middle. */
  const amplitude = 0.22;
  const formatBar = (bar: number, middle: number, lag: number) => {
    const top = height * (middle - amplitude * Math.sin(phase + lag + (bar / barCount) * waves));
    const bottom = height + BLEED;
    return formatPath`M${bar * pitch} ${bottom}V${top}h${pitch - gap}V${bottom}z`;
  };
  return listIndexes(barCount)
    .map((bar) => {
      const color = bar === accentBar ? colors.accent : colors.main;
      const behind = drawFilled(colors.quiet, formatBar(bar, 0.32, 0));
      return behind + drawFilled(color, formatBar(bar, 0.62, 1));
    })
    .join("");
};

/** Vertical bands that go alternately under and over horizontal ones. */
const drawWeave: Pattern = ({ width, height }, colors, random) => {
  const size = randomBetween(52, 70, random);
  const [columnCount, rowCount] = [Math.round(width / size), Math.round(height / size)];
  const [cellWidth, cellHeight] = [width / columnCount, height / rowCount];
  const band = Math.min(cellWidth, cellHeight) * randomBetween(0.58, 0.7, random);
  /** The band and three units of field color on each side of it. */
  const outline = band + 6;
  const accentRow = randomInteger(0, rowCount - 1, random);
  const getX = (column: number) => (column + 0.5) * cellWidth;
  const getY = (row: number) => (row + 0.5) * cellHeight;
  const warp = listIndexes(columnCount).map((column) => formatPath`M${getX(column)} 0V${height}`);
  const weft = listIndexes(rowCount).map((row) => {
    const data = formatPath`M0 ${getY(row)}H${width}`;
    const color = row === accentRow ? colors.accent : colors.quiet;
    return drawStroked(colors.field, outline, data) + drawStroked(color, band, data);
  });
  /** The parts of the vertical bands that lie on top, from `reach` above a crossing to below it. */
  const formatCrossings = (reach: number) =>
    listIndexes(rowCount * columnCount)
      .map((cell) => {
        const [column, row] = [cell % columnCount, Math.floor(cell / columnCount)];
        const isOnTop = (row + column) % 2 === 1;
        return isOnTop ? formatPath`M${getX(column)} ${getY(row) - reach}v${2 * reach}` : "";
      })
      .join("");
  return (
    drawStroked(colors.main, band, warp.join("")) +
    weft.join("") +
    drawStroked(colors.field, outline, formatCrossings(outline / 2)) +
    drawStroked(colors.main, band, formatCrossings(cellHeight / 2 + 1))
  );
};

/** Tiles with a quarter of a disc in a random corner; some stay empty. */
const drawTiles: Pattern = ({ width, height }, colors, random) => {
  const size = randomBetween(52, 72, random);
  const columnCount = Math.round(width / size);
  const rowCount = Math.max(2, Math.round(height / size));
  const [tileWidth, tileHeight] = [width / columnCount, height / rowCount];
  const emptyChance = 0.12;
  return listIndexes(rowCount * columnCount)
    .map((tile) => {
      const color = pick([colors.main, colors.main, colors.quiet, colors.accent], random);
      const right = random() < 0.5 ? 1 : 0;
      const bottom = random() < 0.5 ? 1 : 0;
      const x = (tile % columnCount) * tileWidth;
      const y = Math.floor(tile / columnCount) * tileHeight;
      const [cornerX, cornerY] = [x + right * tileWidth, y + bottom * tileHeight];
      const [oppositeX, oppositeY] = [x + (1 - right) * tileWidth, y + (1 - bottom) * tileHeight];
      const sweep = right === bottom ? 1 : 0;
      const start = formatPath`M${cornerX} ${cornerY}H${oppositeX}`;
      const arc = formatPath`A${tileWidth} ${tileHeight} 0 0 ${sweep} ${cornerX} ${oppositeY}z`;
      return random() < emptyChance ? "" : drawFilled(color, start + arc);
    })
    .join("");
};

/** Wavy layers, one over the other. */
const drawStrata: Pattern = ({ width, height }, colors, random) => {
  const layers: string[] = [colors.quiet, colors.main, colors.field, colors.accent, colors.main];
  /** The top of the first layer, as a share of the height. */
  const start = randomBetween(0.18, 0.32, random);
  const swell = height * randomBetween(0.08, 0.16, random);
  const [control1X, control2X] = [width * 0.3, width * 0.62];
  return layers
    .map((color, layer) => {
      const y = height * (start + (layer * (1.05 - start)) / layers.length);
      const control1Y = y - swell * randomBetween(0.6, 3.2, random);
      const control2Y = y + swell * randomBetween(0.6, 3.2, random);
      const curve = formatPath`M0 ${y}C${control1X} ${control1Y} ${control2X} ${control2Y} ${width} ${y - swell}`;
      return drawFilled(color, `${curve}V${height + BLEED}H0z`);
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
