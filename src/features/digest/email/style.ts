import type { CSSProperties } from "react";

/** Fonts that devices have: an email loads none. */
const SANS = "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
const SERIF = "Georgia, 'Times New Roman', serif";

const INK = "#1c1e22";
const SOFT = "#5c6068";
const LINE = "1px solid #e5e1d7";

/** The site's dark colors, and smaller margins on phones, for mail programs that support media queries. */
export const STYLE_SHEET = `@media (max-width: 480px) { .wide { padding-left: 18px !important; padding-right: 18px !important; } }
@media (prefers-color-scheme: dark) {
  .ground, .ground > table > tbody > tr > td { background: #14161a !important; }
  .sheet { background: #1d2025 !important; }
  .ink { color: #ebe9e3 !important; } .soft { color: #a5aab2 !important; }
  .line { border-color: #2c3037 !important; }
}`;

const text = (size: number, color: string, fontFamily = SANS): CSSProperties => ({
  margin: 0,
  fontFamily,
  fontSize: `${size}px`,
  lineHeight: 1.5,
  color,
});

export const STYLES = {
  ground: { margin: 0, padding: "24px 8px", background: "#f3f0e9" },
  sheet: { maxWidth: 620, background: "#ffffff", borderRadius: 10 },
  header: { padding: "28px 32px 20px" },
  entry: { padding: "20px 32px", borderTop: LINE },
  footer: { padding: "20px 32px 28px", borderTop: LINE },
  name: { ...text(25, INK, SERIF), lineHeight: 1.25, fontWeight: 600 },
  date: { ...text(14, SOFT), paddingTop: 4 },
  reason: { ...text(15, INK), paddingTop: 12 },
  title: { ...text(19, INK, SERIF), lineHeight: 1.35, fontWeight: 600, wordBreak: "break-word" },
  titleLink: { color: INK, textDecoration: "none" },
  facts: { ...text(13, SOFT), paddingTop: 4 },
  excerpt: { ...text(15, INK), lineHeight: 1.55, paddingTop: 8, wordBreak: "break-word" },
  small: { ...text(13, SOFT), lineHeight: 1.9 },
  link: { color: SOFT, textDecoration: "underline" },
} satisfies Record<string, CSSProperties>;
