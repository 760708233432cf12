// One page: its picture, and the problems found by the browser, the accessibility rules and the layout checks.
import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";

const TALLEST = 16_000;

/** Saves the picture of `screen` in `dir` and returns the problems of the page, one sentence each. */
export async function look(context, origin, screen, { dir, width, theme }) {
  const page = await context.newPage();
  const problems = [];
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    // The browser itself reports the 404 of a page that must answer 404.
    if (screen.status === 404 && message.location().url === `${origin}${screen.path}`) return;
    problems.push(`console: ${message.text().slice(0, 300)}`);
  });
  page.on("pageerror", (error) => problems.push(`exception: ${String(error).slice(0, 300)}`));
  page.on("response", (answer) => {
    if (answer.status() >= 500) problems.push(`${answer.status()} from ${new URL(answer.url()).pathname}`);
  });
  try {
    const answer = await page.goto(`${origin}${screen.path}`, { waitUntil: "load" });
    if (answer?.status() !== screen.status) problems.push(`answered ${answer?.status()} instead of ${screen.status}`);
    await settled(page);
    const found = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
      .analyze();
    for (const { id, help, nodes } of found.violations)
      problems.push(`axe ${id}: ${help} (${nodes.length}x, first ${nodes[0]?.target.join(" ")})`);
    // As tall as its content, so that elements fixed to the bottom of the window are at the bottom of the picture.
    const { tall, wide } = await page.evaluate(() => ({
      tall: document.documentElement.scrollHeight,
      wide: document.documentElement.scrollWidth,
    }));
    if (wide > width) problems.push(`the page is ${wide} px wide in a window of ${width}`);
    await page.setViewportSize({ width, height: Math.max(720, Math.min(tall, TALLEST)) });
    await settled(page);
    const name = [width, theme, screen.who ?? "stranger", screen.name].join("-");
    await page.screenshot({ path: path.join(dir, `${name}.png`), fullPage: true, animations: "disabled" });
  } catch (error) {
    problems.push(`not pictured: ${String(error).split("\n")[0]}`);
  } finally {
    await page.close();
  }
  return problems;
}

/**
 * Waits for fonts, a quiet network (including prefetches) and drawn charts. If a page never becomes quiet, its picture is taken after five
 * seconds.
 */
async function settled(page) {
  await page.waitForLoadState("networkidle", { timeout: 5_000 }).catch(() => {});
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
}
