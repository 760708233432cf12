import type { Page } from "@playwright/test";
import { picture } from "./picture";
import { expect, signIn, signInByForm, test } from "./session";

const palette = (page: Page) => page.getByRole("dialog", { name: "Search or command" });
const input = (page: Page) => palette(page).getByRole("combobox");
const options = (page: Page) => palette(page).getByRole("option");

async function openPalette(page: Page) {
  // The listener exists after hydration.
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(palette(page)).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(options(page).first()).toBeVisible();
}

test('a KPI is found by its code, and offered again under "opened last"', async ({ page }) => {
  await signIn(page, "coo");
  await page.goto("/risk");
  await openPalette(page);
  await input(page).fill("prc-03");
  await expect(options(page).first()).toContainText("Due work orders finished on time");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Due work orders finished on time" })).toBeVisible();
  await openPalette(page);
  await expect(palette(page).getByRole("group", { name: "Opened last" }).getByRole("option").first()).toContainText("Due work orders");
  await page.keyboard.press("Escape");
  await expect(palette(page)).toBeHidden();
});

test("accents and case do not matter, and words may be in any order", { tag: "@pictured" }, async ({ page }) => {
  await signIn(page, "coo");
  await page.goto("/");
  await openPalette(page);
  await input(page).fill("sanchez ken");
  // The person comes before their decisions.
  await expect(options(page).first()).toContainText("Chief Executive Officer");
  await input(page).fill("ORDERS finished");
  await expect(options(page).filter({ hasText: "Due work orders finished on time" })).toBeVisible();
  await picture(page, "palette-1-found");
});

test("an action asks for its object, goes there, and Escape first goes back", { tag: "@pictured" }, async ({ page }) => {
  await signIn(page, "coo");
  await page.goto("/");
  await openPalette(page);
  await input(page).fill("set a tar");
  await page.keyboard.press("Enter");
  await expect(input(page)).toHaveAttribute("placeholder", "Of which KPI?");
  await picture(page, "palette-2-of-which");
  await page.keyboard.press("Escape");
  await expect(palette(page)).toBeVisible();
  await expect(input(page)).not.toHaveAttribute("placeholder", "Of which KPI?");
  await input(page).fill("set a tar");
  await page.keyboard.press("Enter");
  await expect(input(page)).toHaveAttribute("placeholder", "Of which KPI?");
  await input(page).fill("prc-03");
  await expect(options(page)).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/kpis\/[0-9a-f-]{36}#target$/);
});

test("fast typists get what they typed, however late the answers come", async ({ page, context }) => {
  await signIn(page, "coo");
  await page.goto("/");
  await openPalette(page);
  let wait = 0;
  await page.route("**/api/search?*", async (route) => {
    await new Promise((done) => setTimeout(done, wait));
    await route.continue().catch(() => {}); // a request that is no longer needed has been cancelled
  });
  await input(page).fill("prc-01");
  await expect(options(page).first()).toContainText("PRC-01");
  // The previous results are still shown when Enter is pressed; the first of the new ones opens.
  wait = 1_500;
  await input(page).fill("prc-03");
  await page.keyboard.press("Enter");
  await expect(palette(page).getByRole("status")).toHaveText("Searching. The result opens when it is found.");
  await expect(page.getByRole("heading", { level: 1, name: "Due work orders finished on time" })).toBeVisible();

  // An action is available at once; its object has to be waited for, on a slow machine too.
  wait = 300;
  const machine = await context.newCDPSession(page);
  await machine.send("Emulation.setCPUThrottlingRate", { rate: 6 });
  await openPalette(page);
  await page.keyboard.type("set a tar");
  await page.keyboard.press("Enter");
  await page.keyboard.type("pur-01");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/kpis\/[0-9a-f-]{36}#target$/);
  await expect(page.getByRole("heading", { level: 1, name: "Purchase spend", exact: true })).toBeVisible();
  await machine.send("Emulation.setCPUThrottlingRate", { rate: 1 });

  // Typing continued: the earlier Enter is dropped, and the selected line opens.
  await openPalette(page);
  await input(page).fill("nobody is called");
  await page.keyboard.press("Enter");
  await input(page).fill("orders");
  await expect(options(page).nth(2)).toBeVisible();
  const third = await options(page).nth(2).getAttribute("id");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(input(page)).toHaveAttribute("aria-activedescendant", third ?? "");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(options(page).first()).toHaveAttribute("aria-selected", "true");
  await expect(palette(page)).toBeVisible();
});

test("the theme can be chosen, and sign-out clears recent items and input", async ({ another, onPurpose }) => {
  onPurpose.add("session ended");
  const page = await another();
  await signInByForm(page, "viewer@adventure-works.example");
  await openPalette(page);
  await input(page).fill("theme dark");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.getByRole("combobox", { name: "Theme" }).first()).toHaveValue("dark");
  await page.evaluate(() => [localStorage.setItem("recent:somebody", "kpi:x"), localStorage.setItem("my-numbers:somebody:x", "{}")]);
  await openPalette(page);
  await input(page).fill("sign out");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/sign-in/);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => /^(recent|my-numbers):/.test(key)))).toEqual([]);
});

test("a lead is offered nothing of another department, and no verb that is not theirs", async ({ page }) => {
  await signIn(page, "purchasing");
  await page.goto("/");
  await openPalette(page);
  await expect(options(page).filter({ hasText: "Audit log" })).toHaveCount(0);
  await expect(options(page).filter({ hasText: "Set a target" })).toHaveCount(0);
  await expect(options(page).filter({ hasText: "Annotate a KPI" })).toHaveCount(1);
  await input(page).fill("overtime");
  await expect(palette(page).getByRole("status")).toHaveText("No results.");
  await page.goto("/search?q=overtime");
  await expect(page.getByRole("main")).toContainText("No results for “overtime”.");
});

test("search works without script", async ({ browser, baseURL, page }) => {
  await signIn(page, "coo");
  const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL !== undefined && { baseURL }) });
  await context.addCookies(await page.context().cookies());
  const plain = await context.newPage();
  await plain.goto("/search");
  await plain.getByRole("searchbox").fill("production control");
  await plain.getByRole("main").getByRole("button", { name: "Search" }).click();
  await plain
    .getByRole("main")
    .getByRole("link", { name: /^8 Production Control/ })
    .click();
  await expect(plain.getByRole("heading", { level: 1, name: "Production Control" })).toBeVisible();
  await context.close();
});

test("the phone has search at the bottom", async ({ page }) => {
  await signIn(page, "coo");
  await page.setViewportSize({ width: 375, height: 812 });
  await page.goto("/");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Search" }).click();
  await page.getByRole("searchbox").fill("IN-07");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main").getByRole("link", { name: /^IN-07/ })).toBeVisible();
});

test("G and a digit go to an area, ? shows the keys", async ({ page }) => {
  await signIn(page, "coo");
  await page.goto("/departments");
  await expect(async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("2");
    await expect(page.getByRole("heading", { level: 1, name: "Strategy" })).toBeVisible({ timeout: 1_500 });
  }).toPass();
  await page.keyboard.press("?");
  await expect(page).toHaveURL(/\/help#keys$/);
});

test("a table is exported as a file, and the log says so", async ({ page }) => {
  await signIn(page, "coo");
  await page.goto("/operations");
  const arrives = page.waitForEvent("download");
  await page.getByRole("link", { name: "CSV: KPIs of Operations" }).click();
  const file = await arrives;
  expect(file.suggestedFilename()).toBe("kpis-operations.csv");
  await page.goto("/audit");
  await expect(page.getByRole("row").filter({ hasText: "exported figures" }).first()).toContainText("KPIs of Operations");
});
