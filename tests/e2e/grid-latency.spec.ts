import os from "node:os";
import type { Page } from "@playwright/test";
import { expect, signIn, test } from "./session";

/** 500 measures with four periods each: the largest possible grid. Created in the browser, so no company has to have them. */
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

type Interaction = { id: number; whole: number; waiting: number; working: number };
type Fiber = { tag: number; flags: number; alternate: Fiber | null; child: Fiber | null; sibling: Fiber | null };
type Watched = { interactions: Interaction[]; drawnComponents: number };

/** Interactions from the event to the next paint, in ms, as the browser measures them: it rounds to 8 ms and omits those under 16. */
const observe = (page: Page) =>
  page.evaluate(() => {
    const interactions: Interaction[] = [];
    Object.assign(window, { interactions });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if (entry instanceof PerformanceEventTiming && entry.interactionId > 0)
          interactions.push({
            id: entry.interactionId,
            whole: entry.duration,
            waiting: entry.processingStart - entry.startTime,
            working: entry.processingEnd - entry.processingStart,
          });
    }).observe({ type: "event", durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });

/** Counts the rendered components with React's data for its developer tools, which a production build provides too. */
const countDrawn = (page: Page) =>
  page.addInitScript(() => {
    const DRAWN = 1; // PerformedWork
    const COMPONENTS = [0, 11, 14, 15]; // functions, those that forward a ref, and memoised ones
    Object.assign(window, { drawnComponents: 0 });
    const watched = window as unknown as Watched;
    const look = (fiber: Fiber) => {
      if (COMPONENTS.includes(fiber.tag) && (fiber.flags & DRAWN) !== 0) watched.drawnComponents += 1;
      if (fiber.alternate !== null && fiber.alternate.child === fiber.child) return; // nothing below was rendered
      for (let child = fiber.child; child !== null; child = child.sibling) look(child);
    };
    Object.assign(window, {
      __REACT_DEVTOOLS_GLOBAL_HOOK__: {
        isDisabled: false,
        supportsFiber: true,
        renderers: new Map(),
        inject: () => 1,
        onCommitFiberRoot: (_: number, root: { current: Fiber }) => look(root.current),
        onCommitFiberUnmount: () => undefined,
        onPostCommitFiberRoot: () => undefined,
      },
    });
  });

/** Components rendered by each of the keys, pressed one after the other; the median, because something else may render meanwhile. */
async function drawnBy(page: Page, keys: string[]): Promise<number> {
  const counts: number[] = [];
  for (const key of keys) {
    await page.evaluate(() => Object.assign(window, { drawnComponents: 0 }));
    await page.keyboard.press(key);
    counts.push(
      await page.evaluate(
        () =>
          new Promise<number>((done) =>
            requestAnimationFrame(() => requestAnimationFrame(() => done((window as unknown as Watched).drawnComponents))),
          ),
      ),
    );
  }
  return counts.sort((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;
}

test("typing, moving, jumping and pasting in a grid of 2,000 cells: how long until the next paint", async ({ page, missing }) => {
  missing.add("/my-numbers"); // the browser reports the requests that must fail
  missing.add("/api/live");
  await page.route("**/api/live*", (route) => route.abort()); // other people's changes would bring the real grid back
  await countDrawn(page);
  await signIn(page, "production");
  await page.goto("/my-numbers");
  await fillGrid(page, 500);
  // Nothing typed here is sent: the measures do not exist.
  await page.route("/my-numbers", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  const cells = page.getByRole("grid").locator("input[data-cell]");
  await expect(cells.first()).toBeVisible();
  await observe(page);
  await page.getByRole("grid").getByRole("row").nth(1).getByRole("textbox").last().click();
  const byStroke = await drawnBy(page, ["1", "2", "3", "4", "5"]);
  const byMove = await drawnBy(page, ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"]);
  let made = 11; // the click and the keys above
  for (let line = 0; line < 30; line++) {
    await page.keyboard.type("12.5");
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
    made += 6;
  }
  await page.keyboard.press("Control+End");
  await expect(page.getByText("Measure 499")).toBeVisible();
  await page.keyboard.type("13");
  await page.keyboard.press("Control+Home");
  await expect(page.getByText("Measure 0", { exact: true })).toBeVisible();
  for (let turn = 0; turn < 10; turn++) await page.keyboard.press("PageDown");
  await page.waitForTimeout(500);
  made += 14;
  const seen = await page.evaluate(() => (window as unknown as Watched).interactions);
  // Several events make one interaction; the longest of them counts.
  const longest = new Map<number, Interaction>();
  for (const one of seen) if (one.whole > (longest.get(one.id)?.whole ?? 0)) longest.set(one.id, one);
  const sorted = [...longest.values()].sort((a, b) => a.whole - b.whole);
  const slow = sorted[Math.min(sorted.length - 1, Math.floor(0.98 * sorted.length))];
  const middle = sorted[Math.floor(0.5 * sorted.length)];
  const parts = ({ whole, waiting, working }: Interaction) =>
    `${whole} ms (waiting ${Math.round(waiting)}, working ${Math.round(working)}, drawing ${Math.round(whole - waiting - working)})`;
  const drawn = await cells.count();
  const report = `2,000 cells: ${made} interactions, ${sorted.length} of them over 16 ms; of those median ${middle && parts(middle)}, 98th percentile ${slow && parts(slow)}, longest ${sorted.at(-1)?.whole} ms; load ${os.loadavg()[0]?.toFixed(1)} on ${os.cpus().length} processors; ${drawn} inputs drawn, ${byStroke} component drawn again by a stroke, ${byMove} by a move`;
  console.log(report);
  test.info().annotations.push({ type: "interaction to next paint", description: report });
  // Times decide no test. The number of rendered components does: the field for a keystroke, two lines for a move, and never most of the
  // grid.
  expect(byStroke).toBe(1);
  expect(byMove).toBeGreaterThan(0);
  expect(byMove).toBeLessThan(40);
  expect(drawn).toBeLessThan(200);
});
