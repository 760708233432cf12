import type { Locator, Page } from "@playwright/test";
import { choose } from "./places";
import { expect, signIn, test } from "./session";

// All tests read and settle the same list.
test.describe.configure({ mode: "serial" });

/** The number of lines left, from the page. */
const left = async (page: Page) => Number(await page.getByTestId("left").textContent());
const line = (page: Page, text: string) => page.locator("[data-row]").filter({ hasText: text });
/** The keys work after hydration. */
const awake = (page: Page) =>
  expect(async () => {
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible({ timeout: 500 });
  }).toPass();

async function openToday(page: Page): Promise<void> {
  await page.goto("/");
  await awake(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.evaluate(() => Object.assign(window, { opened: true })); // gone if the page is loaded again
}

/**
 * What somebody else did appears without reloading: within two seconds, longer only while even the smallest answer takes long because the
 * machine is busy.
 */
async function appears(target: Locator, page: Page): Promise<void> {
  const began = performance.now();
  await expect(target).toBeVisible();
  const took = performance.now() - began;
  expect(await page.evaluate(() => "opened" in window)).toBe(true);
  if (took <= 2_000) return;
  const asked = performance.now();
  await page.request.get("/api/health/live");
  await page.evaluate(() => new Promise(requestAnimationFrame));
  expect(took).toBeLessThan(40 * (performance.now() - asked));
}

test("arrows, J and K move, Enter opens, G goes to an area; in a field letters are text", async ({ page }) => {
  await signIn(page, "coo");
  await openToday(page);
  const rows = page.locator("[data-row]");
  await expect(rows.nth(1)).toBeVisible();
  await page.keyboard.press("j");
  await expect(rows.nth(1)).toHaveAttribute("data-current", "true");
  await page.keyboard.press("ArrowUp");
  await expect(rows.first()).toHaveAttribute("data-current", "true");
  await page.keyboard.press("g");
  await page.keyboard.press("1");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Operations");
});

test("asked with one key, answered, accepted: each sees the other's step within two seconds without reloading", async ({
  page,
  another,
}) => {
  await signIn(page, "coo");
  await openToday(page);
  const sales = await another("sales");
  await openToday(sales);
  const before = await left(page);

  await line(page, "Online revenue per day").getByRole("link").first().focus();
  await page.keyboard.press("q");
  const ask = page.getByRole("dialog", { name: "Ask why" });
  await choose(ask.getByLabel("Person"), "Brian Welcker");
  await ask.getByLabel("Question").fill("Did the shop stand still?");
  await page.keyboard.press("Control+Enter");
  await expect(ask).toHaveCount(0);
  await appears(line(sales, "Did the shop stand still?"), sales);
  await expect(page.getByTestId("left")).toHaveText(String(before - 1));
  await expect(page.getByRole("status").filter({ hasText: "Asked about: Online revenue per day" })).toBeVisible();

  await line(sales, "Did the shop stand still?").getByRole("link").first().focus();
  await sales.keyboard.press("x");
  const explain = sales.getByRole("dialog", { name: "Explain" });
  await explain.getByRole("radio", { name: "Machine" }).check();
  await explain.getByLabel("What happened, and why").fill("The shop took no payment since Saturday.");
  await explain.getByLabel("Action").fill("Bring the payment service back");
  await explain.getByLabel("Due").fill("2014-06-03");
  await sales.keyboard.press("Control+Enter");
  await expect(explain).toHaveCount(0);
  await appears(line(page, "The shop took no payment since Saturday."), page);

  await line(page, "The shop took no payment").getByRole("link").first().focus();
  await page.keyboard.press("d");
  await page.getByRole("dialog", { name: "Decide" }).getByRole("button", { name: "Accept", exact: true }).click();
  await expect(line(page, "The shop took no payment")).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Done by you today" })).toContainText(
    "Accepted the explanation of: Online revenue per day",
  );
});

test("a late line shows the likely action and folds the rest away; hidden buttons still have their keys", async ({ page }) => {
  await signIn(page, "coo");
  await openToday(page);
  const late = line(page, "Quotations open at week end").first();
  const leave = late.getByRole("button", { name: /^Snooze/ });
  await expect(late.getByRole("button", { name: /^Ask/ })).toBeVisible();
  await expect(leave).toBeHidden();
  await late.getByRole("button", { name: "More: Quotations open at week end" }).click();
  await expect(leave).toBeVisible();
  await late.getByRole("button", { name: "More: Quotations open at week end" }).click();
  await expect(leave).toBeHidden();
  await late.getByRole("link").first().focus();
  await page.keyboard.press("l");
  await page.getByRole("dialog", { name: "Snooze until a date" }).press("Escape");
  await expect(leave).toBeFocused();
});

test("by the keyboard alone the list ends at zero, and the last step can be undone", async ({ page }) => {
  // Snoozing affects only this person's list, so the other journeys keep theirs.
  await signIn(page, "ceo");
  await openToday(page);
  const start = await left(page);
  expect(start).toBeGreaterThan(0);
  for (let rest = start; rest > 0; rest--) {
    await page.keyboard.press("l");
    await expect(page.getByRole("dialog", { name: "Snooze until a date" })).toBeVisible();
    await page.keyboard.press("Control+Enter");
    await expect(page.getByTestId("left")).toHaveText(String(rest - 1));
  }
  await expect(page.getByText("No action needed.")).toBeVisible();
  await expect(page.getByRole("region", { name: "Done by you today" })).toContainText("Snoozed");
  await page.keyboard.press("u");
  await expect(page.getByTestId("left")).toHaveText("1");
});

test("a viewer reads and has nothing to do; the administrator sees no figures", async ({ page, another }) => {
  await signIn(page, "viewer");
  await page.goto("/");
  await expect(page.getByText("Nothing to do here: you have read access.")).toBeVisible();
  await expect(page.locator("[aria-keyshortcuts=A], [aria-keyshortcuts=E]")).toHaveCount(0);
  const admin = await another("admin");
  await admin.goto("/");
  await expect(admin.getByText("None of your roles can read figures.")).toBeVisible();
  await expect(admin.getByRole("table", { name: "Areas by mark" })).toHaveCount(0);
});
