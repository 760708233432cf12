import { expect, signIn, test } from "./session";

test("an executive reads the areas, opens one KPI and sees what it is made of", async ({ page }) => {
  await signIn(page, "ceo");
  for (const area of ["Operations", "Strategy", "Improvement", "People", "Communication", "Risk", "Finance", "Innovation", "Customer"]) {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: new RegExp(area) }).click();
    await expect(page.getByRole("heading", { level: 1, name: area })).toBeVisible();
    await expect(page.getByRole("table", { name: `KPIs of ${area}` }).getByRole("row")).not.toHaveCount(1);
  }
  await page.goto("/departments");
  await expect(page.getByRole("table", { name: "Departments" }).getByRole("rowheader")).toHaveCount(17); // sixteen and the company
  await page.getByRole("link", { name: "Production Control", exact: true }).click();
  await page.getByRole("link", { name: "Due work orders finished on time" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Due work orders finished on time" })).toBeVisible();
  await expect(page.getByRole("region", { name: /process chart|chart/i }).first()).toBeVisible();
  // 2,249 of 3,381 due in May, counted with awk over the file
  const may = page.getByRole("table", { name: /Values/ }).getByRole("row", { name: /^May 2014/ });
  await expect(may).toContainText("3,381");
  await expect(may).toContainText("2,249");
  await expect(may).toContainText("66.5");
  await expect(page.getByRole("table", { name: /Records underneath/ }).getByRole("row")).toHaveCount(13);
});

test("a lead enters a value by keyboard alone; the chart and the list of what is due move", async ({ page }) => {
  await signIn(page, "production");
  await page.goto("/my-numbers");
  const cell = page.getByLabel(/^Overtime hours, .*in hours$/);
  await cell.focus();
  await page.keyboard.type("12000");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/Did you mean/)).toBeVisible();
  await cell.fill("121.5");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row", { name: /Overtime hours/ })).toContainText("Saved");
  await page.getByRole("link", { name: "Overtime hours" }).click();
  await expect(page.getByRole("table", { name: /Values/ }).getByRole("row", { name: /26 May/ })).toContainText("121.5");
  await expect(page.getByText("James Hamilton").first()).toBeVisible();
});

test("what is no number is explained where it was typed, and the typing stays", async ({ page }) => {
  await signIn(page, "quality");
  await page.goto("/my-numbers");
  const row = page.getByRole("row", { name: /Process audits done/ });
  const cell = row.getByRole("textbox");
  await cell.fill("a dozen");
  await cell.press("Enter");
  await expect(row.getByRole("alert")).toContainText("“a dozen” is not a number.");
  await expect(cell).toHaveValue("a dozen");
  await cell.fill("");
  await cell.press("n");
  await page.getByLabel("Why is there none?").fill("The audit week was moved to June.");
  await page.keyboard.press("Enter");
  await expect(row).toContainText("Not available: The audit week was moved to June.");
});

test("two people save the same value: one wins, the other sees what changed and keeps the typing", async ({ page, browser }) => {
  await signIn(page, "purchasing");
  await page.goto("/my-numbers");
  const other = await (await browser.newContext()).newPage();
  await signIn(other, "coo");
  await other.goto("/my-numbers");
  const [mine, theirs] = [page, other].map((p) => p.getByLabel(/^Expedited purchase orders, .*/));
  await theirs?.fill("7");
  await theirs?.press("Enter");
  await expect(other.getByRole("row", { name: /Expedited purchase orders/ })).toContainText(/Saved|Did you mean/);
  await mine?.fill("9");
  await mine?.press("Enter");
  const row = page.getByRole("row", { name: /Expedited purchase orders/ });
  await expect(row.getByRole("alert")).toContainText("saved 7");
  await expect(page.getByLabel(/^Expedited purchase orders, .*/)).toHaveValue("9");
  await row.getByRole("button", { name: "Keep 9" }).click();
  await expect(row).toContainText("Saved");
  await other.close();
});

test("nobody sees another department's figures without the right to", async ({ page }) => {
  await signIn(page, "coo");
  await page.goto("/departments");
  const sales = await page.getByRole("link", { name: "Sales", exact: true }).getAttribute("href");
  await page.goto("/customer");
  const revenue = await page.getByRole("link", { name: "Online revenue per day" }).first().getAttribute("href");
  await page.context().clearCookies();
  await signIn(page, "quality");
  for (const path of [sales, revenue, "/kpis/00000000-0000-7000-8000-000000000000"]) {
    await page.goto(path ?? "/missing");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Not here");
  }
  await page.goto("/customer");
  await expect(page.getByText("Online revenue per day")).toHaveCount(0);
});

test("an administrator reads no figure and does read the audit log", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/operations");
  await expect(page.getByText(/No measure you may see/)).toBeVisible();
  await page.goto("/audit");
  await expect(page.getByText(/unbroken/)).toBeVisible();
});
