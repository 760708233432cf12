import type { Page } from "@playwright/test";
import { chart, openKpi } from "./places";
import { expect, signIn, test } from "./session";

/** The focused element: its name or text, and whether the focus is visible. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    if (!(at instanceof HTMLElement) || at === document.body) return null;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
    const label = at.closest("label");
    const ring = label ? getComputedStyle(label).outlineStyle : "none";
    const box = at.getBoundingClientRect();
    return {
      name: at.getAttribute("aria-label") ?? at.textContent?.trim().slice(0, 60) ?? "",
      shown: (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none" || ring !== "none",
      seen: box.width > 0 && box.height > 0,
    };
  });

test("the skip link comes first and skips the navigation", async ({ page }) => {
  await signIn(page, "coo");
  await page.goto("/operations");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const inside = await page.evaluate(() => document.querySelector("main")?.contains(document.activeElement));
  expect(inside).toBe(true);
});

for (const place of ["/", "/performance", "/my-numbers", "/initiatives/new", "/settings/account"])
  test(`every stop of the Tab key on ${place} can be seen`, async ({ page }) => {
    await signIn(page, "coo");
    await page.goto(place);
    const names = [];
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press("Tab");
      const at = await focused(page);
      if (at === null) break;
      names.push(at.name);
      expect(at, `stop ${i + 1} of ${place}`).toMatchObject({ shown: true, seen: true });
    }
    expect(names.length).toBeGreaterThan(25);
  });

test("every place of the navigation is reached and opened by keyboard", async ({ page }) => {
  await signIn(page, "coo");
  await page.goto("/");
  const main = page.getByRole("navigation", { name: "Main" });
  const places = await main.getByRole("link").count();
  expect(places).toBe(18); // Today, My numbers, ten areas, Departments, Initiatives, Decisions, Data, People and access, Audit log
  const reached = new Set<string>();
  for (let i = 0; i < places + 1; i++) {
    await page.keyboard.press("Tab");
    const href = await page.evaluate(() => document.activeElement?.closest("nav") && document.activeElement.getAttribute("href"));
    if (href) reached.add(href);
  }
  expect(reached.size).toBe(places);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
});

test("arrow keys move through the points of a chart and read them aloud", async ({ page }) => {
  await signIn(page, "coo");
  await openKpi(page, "Production Control", "Due work orders finished on time");
  const drawing = chart(page);
  await drawing.focus();
  const said = page.locator("p[aria-live=polite]").first();
  await page.keyboard.press("ArrowLeft");
  await expect(said).toContainText("May 2014");
  await expect(said).toContainText("66.5");
  await page.keyboard.press("ArrowLeft");
  await expect(said).toContainText("April 2014");
  await page.keyboard.press("Home");
  await expect(said).not.toContainText("2014");
  await page.keyboard.press("End");
  await expect(said).toContainText("May 2014");
  await page.keyboard.press("Escape");
  await expect(said).toBeEmpty();
});

test("a dialog keeps the focus inside, closes with Escape and returns the focus", async ({ page }) => {
  await signIn(page, "coo");
  await page.goto("/initiatives");
  await page.getByRole("link", { name: /IN-07/ }).click();
  for (const name of ["Change", "Close", "Add an action", "Add a milestone"]) {
    const opener = page.getByRole("button", { name, exact: true });
    await opener.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await expect(dialog).toBeVisible();
    for (let i = 0; i < 15; i++) {
      await page.keyboard.press("Tab");
      expect(await dialog.evaluate((box) => box.contains(document.activeElement)), `${name}, stop ${i + 1}`).toBe(true);
    }
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(opener).toBeFocused();
  }
});

test("the chosen theme is kept", async ({ page }) => {
  await signIn(page, "coo");
  await page.goto("/");
  await expect(async () => {
    await page.getByRole("combobox", { name: "Theme" }).selectOption("dark"); // by script, after hydration
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark", { timeout: 1_000 });
  }).toPass();
  await page.goto("/finance");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(15, 18, 23)");
});

test("on the phone a value is entered with one hand, and every area is two taps away", async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 812 });
  await signIn(page, "sales");
  await page.goto("/my-numbers");
  const cell = page.getByRole("textbox", { name: /^Reseller visits/ });
  await expect(cell).toHaveAttribute("inputmode", "decimal");
  const box = await cell.boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(44);
  await cell.fill("41");
  await cell.press("Enter");
  await expect(page.getByRole("row").filter({ hasText: "Reseller visits" })).toContainText("Saved");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /Areas/ }).click();
  await page.getByRole("main").getByRole("link", { name: "Customer" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Customer" })).toBeVisible();
});
