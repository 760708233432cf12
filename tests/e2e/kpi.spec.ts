import { openKpi, valueRow } from "./places";
import { expect, signIn, test } from "./session";

test("a closed period is corrected with a reason, and the earlier value stays in the history", async ({ page }) => {
  await signIn(page, "quality");
  await openKpi(page, "Quality Assurance", "Training hours, Quality Assurance");
  await expect(valueRow(page, "April 2014")).toContainText("11");
  const form = page.getByRole("region", { name: "Enter or correct a value" });
  await form.getByLabel("Period").selectOption("2014-04-01");
  await form.getByLabel(/^Value/).fill("14");
  await form.getByRole("button", { name: "Save value" }).click();
  await expect(form.getByRole("alert").filter({ hasText: "April 2014 is closed. Say why it is corrected." })).toBeVisible();
  await expect(form.getByLabel(/^Value/)).toHaveValue("14");
  await expect(form.getByLabel("Period")).toHaveValue("2014-04-01");
  await form.getByLabel("Why it is corrected").fill("Three hours of the night shift were left out.");
  await form.getByRole("button", { name: "Save value" }).click();
  await expect(form.getByText("Saved.")).toBeVisible();
  await expect(form.getByLabel("Period")).toHaveValue("2014-05-01"); // the next one to enter, as the form then means it too

  await expect(valueRow(page, "April 2014")).toContainText("14");
  const changes = page.getByRole("region", { name: "Who changed what" }).getByRole("listitem").filter({ hasText: "April 2014" });
  await expect(changes).toHaveCount(2);
  await expect(changes.filter({ hasText: "version 2" })).toContainText("Three hours of the night shift were left out.");
  await expect(changes.filter({ hasNotText: "version 2" })).toContainText("11");
});

test("two people correct one value: the second sees what the first saved, keeps the typing, and may save knowingly", async ({
  page,
  another,
}) => {
  await signIn(page, "purchasing");
  await openKpi(page, "Purchasing", "Supplier visits");
  const other = await another("coo");
  await other.goto(page.url());
  for (const [who, value] of [
    [other, "6"],
    [page, "7"],
  ] as const) {
    const form = who.getByRole("region", { name: "Enter or correct a value" });
    await form.getByLabel("Period").selectOption("2014-03-01");
    await form.getByLabel(/^Value/).fill(value);
    await form.getByLabel("Why it is corrected").fill("Counted again.");
    await form.getByRole("button", { name: "Save value" }).click();
    await expect(form.getByRole("status")).toHaveText(who === other ? "Saved." : / saved 6 for March 2014/);
  }
  const mine = page.getByRole("region", { name: "Enter or correct a value" });
  await expect(mine.getByLabel(/^Value/)).toHaveValue("7");
  await mine.getByRole("button", { name: "Save" }).click();
  await expect(mine.getByRole("status")).toHaveText("Saved.");
  await expect(valueRow(page, "March 2014")).toContainText("7");
});

test("a target holds from its period on: earlier periods keep the one that held then", async ({ page }) => {
  await signIn(page, "coo");
  await openKpi(page, "Research and Development", "Ideas submitted");
  const february = await valueRow(page, "February 2014").innerText();
  await expect(valueRow(page, "April 2014")).toContainText("On track");
  const form = page.getByRole("region", { name: "Set a target" });
  await form.getByLabel(/^At least/).fill("10");
  await form.getByLabel("From the period that contains").fill("2014-03-15");
  await form.getByLabel("Why").fill("Ten territories, an idea each");
  await form.getByRole("button", { name: "Set target" }).click();
  await expect(form.getByText("Set.")).toBeVisible();
  await expect(valueRow(page, "April 2014")).toContainText("Off track");
  await expect(valueRow(page, "April 2014")).toContainText("10");
  expect(await valueRow(page, "February 2014").innerText()).toBe(february);
  await expect(page.getByRole("region", { name: "Targets" })).toContainText("Ten territories, an idea each");
  await page.goto("/innovation");
  await expect(page.getByRole("row").filter({ hasText: "Ideas submitted" }).first()).toContainText("Off track");
});

test("an annotation that begins a new level moves the limits from its day on", async ({ page }) => {
  await signIn(page, "coo");
  await openKpi(page, "Shipping and Receiving", "Orders waiting for shipment at week end");
  const limits = async () => {
    const table = page.getByRole("table", { name: /values of the chart/ });
    const rows = await table
      .getByRole("row")
      .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent ?? "")));
    const of = (label: string) => rows.find(([period]) => period?.includes(label))?.slice(2, 5);
    return { latest: rows[1]?.slice(2, 5), earlier: of("25 Nov") };
  };
  await page.getByText("Show the values as a table").click();
  const before = await limits();
  expect(before.earlier).toBeDefined();
  const form = page.getByRole("region", { name: "Annotate" });
  await form.getByLabel("Date").fill("2014-02-24");
  await form.getByLabel("What it means for the chart").selectOption("baseline");
  await form.getByLabel("What happened").fill("A second bay opened");
  await form.getByRole("button", { name: "Annotate" }).click();
  await expect(form.getByText("Annotated.")).toBeVisible();
  await expect(page.getByText("A second bay opened").first()).toBeVisible();
  const after = await limits();
  expect(after.latest).not.toEqual(before.latest);
  expect(after.earlier).toEqual(before.earlier);
});
