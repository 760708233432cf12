import type { Page } from "@playwright/test";
import { expect, signIn, test } from "./session";

/** 500 measures with four periods each: the largest grid there is. Made in the browser: no company has to hold them. */
async function fillGrid(page: Page, measures: number): Promise<void> {
  await page.route("/api/my-numbers", async (route) => {
    const answer = await route.fetch();
    const [row] = await answer.json();
    const rows = Array.from({ length: measures }, (_, n) => ({
      ...row,
      id: n === 0 ? row.id : `${row.id}-${n}`,
      code: `M-${n}`,
      name: `Measure ${n}`,
    }));
    await route.fulfill({ json: rows });
  });
  await expect(async () => {
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", String(measures + 1), { timeout: 1000 });
  }).toPass({ timeout: 60_000 });
}

/** Durations of interactions from the event to the next paint, in ms, as the browser measures them (rounded to 8 ms). */
const observe = (page: Page) =>
  page.evaluate(() => {
    const seen: { name: string; duration: number; id: number }[] = [];
    Object.assign(window, { interactions: seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if (entry instanceof PerformanceEventTiming && entry.interactionId > 0)
          seen.push({ name: entry.name, duration: entry.duration, id: entry.interactionId });
    }).observe({ type: "event", durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });

test("typing, moving, jumping and pasting in a grid of 2,000 cells: how long until the next paint", async ({ page, missing }) => {
  missing.add("/my-numbers"); // the browser reports the requests that have to fail
  missing.add("/api/live");
  await page.route("**/api/live*", (route) => route.abort()); // what others do meanwhile would bring the real grid back
  await signIn(page, "production");
  await page.goto("/my-numbers");
  await fillGrid(page, 500);
  // What is typed here goes nowhere: the measures do not exist.
  await page.route("/my-numbers", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  const cells = page.getByRole("grid").locator("input[data-cell]");
  await expect(cells.first()).toBeVisible();
  await observe(page);
  await page.getByRole("grid").getByRole("row").nth(1).getByRole("textbox").last().click();
  for (let line = 0; line < 30; line++) {
    await page.keyboard.type("12.5");
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Control+End");
  await expect(page.getByText("Measure 499")).toBeVisible();
  await page.keyboard.type("13");
  await page.keyboard.press("Control+Home");
  await expect(page.getByText("Measure 0", { exact: true })).toBeVisible();
  for (let turn = 0; turn < 10; turn++) await page.keyboard.press("PageDown");
  await page.waitForTimeout(500);
  const seen = await page.evaluate(
    () => (window as unknown as { interactions: { name: string; duration: number; id: number }[] }).interactions,
  );
  const longest = new Map<number, number>();
  for (const { id, duration } of seen) longest.set(id, Math.max(longest.get(id) ?? 0, duration));
  const sorted = [...longest.values()].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const drawn = await cells.count();
  const report = `2,000 cells: ${sorted.length} interactions over 16 ms, median ${at(0.5)} ms, 98th percentile ${at(0.98)} ms, longest ${at(1)} ms; ${drawn} inputs drawn`;
  console.log(report);
  test.info().annotations.push({ type: "interaction to next paint", description: report });
  // Times decide no test. That most of the grid is not drawn does.
  expect(drawn).toBeLessThan(200);
});
