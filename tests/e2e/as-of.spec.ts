import { picture } from "./picture";
import { kpiRow, openKpi, valueRow } from "./places";
import { expect, signIn, test } from "./session";

const KPI = "Training hours, Quality Assurance";

test("a corrected value: the page as known before shows what was known then, and so do its links", { tag: "@pictured" }, async ({
  page,
}) => {
  await signIn(page, "quality");
  await openKpi(page, "Quality Assurance", KPI);
  const before = await valueRow(page, "February 2014").getByRole("cell").first().innerText();
  const after = String(Number(before) + 3);
  const form = page.getByRole("region", { name: "Enter or correct a value" });
  await form.getByLabel("Period").selectOption("2014-02-01");
  await form.getByLabel(/^Value/).fill(after);
  await form.getByLabel("Reason for the correction").fill("A course of three hours was left out.");
  await form.getByRole("button", { name: "Save value" }).click();
  await expect(valueRow(page, "February 2014")).toContainText(after);
  await expect(page.getByRole("region", { name: "As known on" })).toContainText("A course of three hours was left out.");
  await picture(page, "as-known-1-corrected");

  await page.locator("summary", { hasText: "As known on: now" }).click();
  await page.getByLabel("What was known at the end of").fill("2014-05-05");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/\?asOf=2014-05-05$/);
  await expect(page.getByRole("note")).toContainText("As known on 5 May 2014");
  await expect(valueRow(page, "February 2014").getByRole("cell").first()).toHaveText(before);
  await expect(page.getByRole("region", { name: "Enter or correct a value" })).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Annotate" })).toHaveCount(0);
  await picture(page, "as-known-2-then");

  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "Quality Assurance" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Quality Assurance", exact: true })).toBeVisible();
  await expect(page.getByRole("note")).toContainText("As known on 5 May 2014");
  await kpiRow(page, "Quality Assurance", KPI).getByRole("link").click();
  // The department's page has the note, too.
  await expect(page.getByRole("heading", { level: 1, name: KPI })).toBeVisible();
  await expect(page.getByRole("note")).toContainText("As known on 5 May 2014");
  await page.getByRole("link", { name: "back to now" }).click();
  await expect(page.getByRole("note")).toHaveCount(0);
  await expect(valueRow(page, "February 2014")).toContainText(after);
});

test("an area as known before the second morning, and before anything was known", async ({ page }) => {
  await signIn(page, "coo");
  await page.goto("/operations?asOf=2014-05-05");
  await expect(page.getByRole("note")).toContainText("As known on 5 May 2014");
  await expect(page.getByRole("row").filter({ hasText: "Due work orders finished on time" }).first()).not.toContainText("66.5");
  await page.goto("/operations?asOf=2013-01-01");
  await expect(page.getByRole("note")).toContainText("Nothing was known here on that day.");
  await page.goto("/operations?asOf=yesterday");
  await expect(page.getByRole("note")).toHaveCount(0);
});

test("works without script", async ({ browser, page, baseURL }) => {
  await signIn(page, "coo");
  const bare = await browser.newContext({
    ...(baseURL !== undefined && { baseURL }),
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  });
  const plain = await bare.newPage();
  await plain.goto("/operations");
  await plain.locator("summary", { hasText: "As known on: now" }).click();
  await plain.getByLabel("What was known at the end of").fill("2014-05-05");
  await plain.getByRole("button", { name: "Show" }).click();
  await expect(plain).toHaveURL(/\?asOf=2014-05-05$/);
  await expect(plain.getByRole("note")).toContainText("As known on 5 May 2014");
  await bare.close();
});
