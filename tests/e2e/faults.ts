import { readFileSync } from "node:fs";
import type { Page } from "playwright/test";

const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");

const SCHEMES = ["light", "dark"] as const;
const WIDTHS = [1280, 360];

/**
 * Finds faults of a page: sideways scrolling and axe's violations, in light and dark, narrow and
 * wide. axe checks all rules in light and only color contrast in dark.
 */
export async function findFaults(page: Page): Promise<string[]> {
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
    const violations = await findViolations(page, colorScheme === "dark" ? ["color-contrast"] : []);
    faults.push(...violations.map((violation) => `${colorScheme}: ${violation}`));
  }
  return faults;
}

/** @param rules axe rules to run; empty: all of them */
async function findViolations(page: Page, rules: string[]): Promise<string[]> {
  // Evaluated, not added as <script>: the page's policy forbids unknown scripts.
  await page.evaluate(axe);
  return page.evaluate(async (only) => {
    type Result = { violations: { id: string; nodes: { html: string }[] }[] };
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<Result> } };
    // A frame is its own page; the frame of an email allows no script.
    const options = { iframes: false, ...(only.length && { runOnly: only }) };
    const { violations } = await axe.run(options);
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  }, rules);
}
