import { readFileSync } from "node:fs";
import type { Page } from "playwright/test";

const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");

/** What can be found by itself: that the page scrolls sideways, and what axe says of it. */
export async function faultsOf(page: Page): Promise<string[]> {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  // Not by <script>: the page's policy forbids what it doesn't know.
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const result = await axe.run();
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
  return wider > 0 ? [`scrolls sideways by ${wider}`, ...violations] : violations;
}
