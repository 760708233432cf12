import { mkdirSync } from "node:fs";
import path from "node:path";
import { type Page, test } from "@playwright/test";

const WIDTHS = [
  [1440, 900],
  [375, 812],
] as const;
const THEMES = ["light", "dark"] as const;
const TALLEST = 8_000;

/**
 * Saves the page in a journey to SHOTS_DIR as WIDTH-THEME-NAME.png, at 1440 and 375 pixels, light and dark, and restores window and
 * colours. An open dialog is captured in its window, a page at its full height. Does nothing if SHOTS_DIR is not set.
 */
export async function picture(page: Page, name: string): Promise<void> {
  const dir = process.env.SHOTS_DIR;
  if (!dir) return;
  mkdirSync(dir, { recursive: true });
  test.setTimeout(test.info().timeout + 30_000);
  const before = page.viewportSize();
  for (const [width, height] of WIDTHS)
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height });
      await drawn(page);
      const tall = await page.evaluate(() =>
        document.querySelector('[role="dialog"], [role="alertdialog"]') === null ? document.documentElement.scrollHeight : 0,
      );
      if (tall > height) await page.setViewportSize({ width, height: Math.min(tall, TALLEST) });
      await drawn(page);
      await page.screenshot({ path: path.join(dir, `${width}-${colorScheme}-journey-${name}.png`), animations: "disabled" });
    }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  if (before) await page.setViewportSize(before);
}

/** Saves the page in its print form (as wide as a sheet) to SHOTS_DIR as one picture. */
export async function sheet(page: Page, name: string): Promise<void> {
  const dir = process.env.SHOTS_DIR;
  if (!dir) return;
  mkdirSync(dir, { recursive: true });
  await drawn(page);
  await page.screenshot({ path: path.join(dir, `sheet-journey-${name}.png`), fullPage: true, animations: "disabled" });
}

/** Waits for fonts, and for redrawing after a change of width. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((done) => setTimeout(done, 250));
  });
}
