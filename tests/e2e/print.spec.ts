import { readFileSync } from "node:fs";
import type { Page, TestInfo } from "@playwright/test";
import { sheet } from "./picture";
import { openKpi } from "./places";
import { expect, signIn, test } from "./session";

/** A4 landscape, in points of a PDF, and its width inside margins of 12 mm, in CSS pixels. */
const SHEET = { width: 841.9, height: 595.3 };
const INSIDE = 1032;

async function printed(page: Page, info: TestInfo, name: string): Promise<{ boxes: number[][]; pages: number }> {
  const path = info.outputPath(`${name}.pdf`);
  await page.pdf({ path, preferCSSPageSize: true, printBackground: true });
  const file = readFileSync(path, "latin1");
  const boxes = [...file.matchAll(/\/MediaBox\s*\[([^\]]*)\]/g)].map((box) => (box[1] ?? "").trim().split(/\s+/).map(Number));
  return { boxes, pages: file.match(/\/Type\s*\/Page\b/g)?.length ?? 0 };
}

/** Elements that would extend beyond the sheet, or are cut off, on paper. */
async function cutOff(page: Page): Promise<string[]> {
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: INSIDE, height: 720 });
  return page.evaluate((width) => {
    const wrong = [];
    for (const element of document.querySelectorAll("body *")) {
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      // Elements for screen readers only have a box of one pixel.
      if (box.width <= 1 || box.height <= 1 || style.visibility === "hidden") continue;
      const says = `${element.tagName} ${element.textContent?.trim().slice(0, 40)}`;
      if (box.right > width + 1 || box.left < -1) wrong.push(`off the sheet, ${Math.round(box.left)} to ${Math.round(box.right)}: ${says}`);
      const cuts = style.overflowX !== "visible" || style.overflowY !== "visible";
      const more = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
      if (element instanceof HTMLElement && element !== document.body && cuts && more && style.display !== "inline")
        wrong.push(`cut off: ${says}`);
    }
    return wrong.slice(0, 6);
  }, INSIDE);
}

const places: Record<string, (page: Page) => Promise<unknown>> = {
  Today: (page) => page.goto("/"),
  "an area": (page) => page.goto("/operations"),
  "a KPI": (page) => openKpi(page, "Production Control", "Due work orders finished on time"),
  "My numbers": (page) => page.goto("/my-numbers"),
  "an initiative": async (page) => {
    await page.goto("/initiatives");
    await page.getByRole("link", { name: /IN-07/ }).click();
    await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Initiatives");
  },
};

for (const [name, open] of Object.entries(places))
  test(`${name} prints on A4 landscape and nothing is cut off`, { tag: "@pictured" }, async ({ page, baseURL }, info) => {
    await signIn(page, "coo");
    await page.context().addCookies([{ name: "theme", value: "dark", url: baseURL ?? "" }]);
    await open(page);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("networkidle", { timeout: 5_000 }).catch(() => {});
    const { boxes, pages } = await printed(page, info, name.replaceAll(" ", "-"));
    expect(pages).toBeGreaterThan(0);
    expect(boxes.length).toBeGreaterThan(0);
    for (const [left, bottom, width = 0, height = 0] of boxes) {
      expect([left, bottom]).toEqual([0, 0]);
      expect(Math.abs(width - SHEET.width)).toBeLessThan(1);
      expect(Math.abs(height - SHEET.height)).toBeLessThan(1);
    }
    expect(await cutOff(page)).toEqual([]);
    await sheet(page, `print-${name.replaceAll(" ", "-")}`);
    // Light, with company and person on top, and no buttons.
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(255, 255, 255)");
    await expect(page.getByText("Printed by Chief Operating Officer")).toBeVisible();
    await expect(page.getByRole("banner")).toContainText("Adventure Works Cycles");
    await expect(page.getByRole("banner")).toContainText("Mon 2 June 2014");
    await expect(page.getByRole("navigation", { name: "Main" })).toHaveCount(0);
    await expect(page.locator("main button:visible")).toHaveCount(0);
  });

test("a chart prints with its table, its annotations and the comments", async ({ page }) => {
  await signIn(page, "coo");
  await openKpi(page, "Production Control", "Due work orders finished on time");
  await page.waitForLoadState("networkidle", { timeout: 5_000 }).catch(() => {});
  await page.emulateMedia({ media: "print" });
  const drawing = await page.getByRole("application").locator("svg.recharts-surface").boundingBox();
  expect(drawing?.width).toBeGreaterThan(500);
  expect(drawing?.height).toBeGreaterThan(200);
  const table = page.getByRole("table", { name: /Due work orders finished on time, values of the chart/ });
  await expect(table).toBeVisible();
  await expect(table.getByRole("row").filter({ hasText: "66.5" }).first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Comments" })).toBeVisible();
});
