import { picture } from "./picture";
import { chart, dueRow, kpiRow, valueRow } from "./places";
import { expect, signIn, test } from "./session";

test("a lead enters what is due by keyboard alone; chart, area and counter move", async ({ page }) => {
  await signIn(page, "production");
  await page.goto("/people");
  await expect(kpiRow(page, "People", "Overtime hours")).toContainText("156");

  await page.goto("/my-numbers");
  const overtime = dueRow(page, "Overtime hours").getByRole("textbox").last();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  for (let i = 0; i < 10 && !(await overtime.evaluate((cell) => cell === document.activeElement)); i++) await page.keyboard.press("Tab");
  await expect(overtime).toBeFocused();

  // ten times the usual value: a question first
  await page.keyboard.type("1210");
  await page.keyboard.press("Enter");
  await expect(dueRow(page, "Overtime hours")).toContainText("Did you mean 121?");
  await expect(overtime).toHaveValue("1210");
  await expect(page.getByRole("button", { name: "Use 121" })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(dueRow(page, "Overtime hours")).toContainText("Saved");
  await expect(overtime).toHaveValue("121");
  await expect(overtime).toBeFocused();

  await page.keyboard.press("ArrowDown");
  const walks = dueRow(page, "Safety walks");
  await expect(walks.getByRole("textbox").last()).toBeFocused();
  await page.keyboard.type("n");
  await expect(page.getByLabel("Why is there no value?")).toBeFocused();
  await page.keyboard.type("Nobody walked in the week of the stocktaking.");
  await page.keyboard.press("Enter");
  await expect(walks).toContainText("Not available: Nobody walked in the week of the stocktaking.");
  await expect(walks.getByRole("textbox").last()).toBeFocused();

  await page.keyboard.press("ArrowUp");
  await expect(overtime).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const training = dueRow(page, "Training hours, Production");
  await expect(training.getByRole("textbox").last()).toBeFocused();
  await page.keyboard.type("201");
  await page.keyboard.press("Enter");
  await expect(training).toContainText("Saved");
  await expect(page.getByText("Nothing left to enter.")).toBeVisible();

  await page.getByRole("link", { name: "Overtime hours", exact: true }).click();
  await expect(valueRow(page, "26 May")).toContainText("121");
  await expect(chart(page)).toHaveAccessibleName(/121/);
  await expect(page.getByRole("region", { name: "As known on" })).toContainText("James Hamilton");
  await page.goto("/people");
  await expect(kpiRow(page, "People", "Overtime hours")).toContainText("121");
});

test("two people save the same value: one wins, the other sees what changed and keeps the input", { tag: "@pictured" }, async ({
  page,
  another,
}) => {
  const name = "Expedited purchase orders";
  await signIn(page, "purchasing");
  await page.goto("/my-numbers");
  const other = await another("purchasing");
  await other.goto("/my-numbers");
  // Typed before the other saves: later saves are only shown at once where nobody has typed.
  const mine = dueRow(page, name).getByRole("textbox").last();
  await mine.fill("9");
  await dueRow(other, name).getByRole("textbox").last().fill("7");
  await dueRow(other, name).getByRole("textbox").last().press("Enter");
  await expect(dueRow(other, name)).toContainText("Saved");

  await mine.press("Enter");
  await expect(dueRow(page, name).getByRole("alert")).toContainText("saved 7");
  await expect(mine).toHaveValue("9");
  await picture(page, "my-numbers-two-people");
  await dueRow(page, name).getByRole("button", { name: "Keep 9" }).click();
  await expect(dueRow(page, name)).toContainText("Saved");
  await page.reload();
  await expect(mine).toHaveValue("9");
});

test("an invalid number is explained at its field, and the input stays", async ({ page }) => {
  await signIn(page, "quality");
  await page.goto("/my-numbers");
  const row = dueRow(page, "Process audits done");
  const cell = row.getByRole("textbox").last();
  for (const wrong of ["a dozen", "1e999", "NaN", "--4", "9".repeat(400), "１２", "=1+1"]) {
    await cell.fill(wrong);
    await cell.press("Enter");
    await expect(row.getByRole("alert"), wrong.slice(0, 20)).toContainText("is not a number.");
    await expect(cell).toHaveValue(wrong);
  }
  await cell.fill("-3");
  await cell.press("Enter");
  await expect(row).toContainText(/cannot be below 0|Did you mean 3/);
  await expect(cell).toHaveValue("-3");
  await cell.press("Escape");
  await expect(cell).toHaveValue("");
});
