import { readFileSync } from "node:fs";
import type { Page } from "playwright/test";

const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");

const SCHEMES = ["light", "dark"] as const;
const WIDTHS = [1280, 360];

/**
 * What can be found by itself: that the page scrolls sideways, and what axe says of it. In light and
 * dark, narrow and wide; axe looks at all of it once, and in the other scheme at colours alone.
 */
export async function faultsOf(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const wider = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      if (wider > 0) faults.push(`scrolls sideways by ${wider} at ${width}`);
    }
    const violations = await violationsOf(page, colorScheme === "dark" ? ["color-contrast"] : []);
    faults.push(...violations.map((violation) => `${colorScheme}: ${violation}`));
  }
  return faults;
}

/** @param rules those alone; none: all */
async function violationsOf(page: Page, rules: string[]): Promise<string[]> {
  // Not by <script>: the page's policy forbids what it doesn't know.
  await page.evaluate(axe);
  return page.evaluate(async (only) => {
    type Result = { violations: { id: string; nodes: { html: string }[] }[] };
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<Result> } };
    // A frame is a page of its own; that of a mail lets no script in.
    const options = { iframes: false, ...(only.length && { runOnly: only }) };
    const { violations } = await axe.run(options);
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  }, rules);
}
