import type { Locator } from "@playwright/test";
import { chart, choose, openKpi, valueRow } from "./places";
import { expect, expectMissing, signIn, test } from "./session";

test("a closed period is corrected with a reason, and the earlier value stays in the history", async ({ page }) => {
  await signIn(page, "quality");
  await openKpi(page, "Quality Assurance", "Training hours, Quality Assurance");
  await expect(valueRow(page, "April 2014")).toContainText("11");
  const form = page.getByRole("region", { name: "Enter or correct a value" });
  await form.getByLabel("Period").selectOption("2014-04-01");
  await form.getByLabel(/^Value/).fill("14");
  await form.getByRole("button", { name: "Save value" }).click();
  await expect(form.getByRole("alert").filter({ hasText: "April 2014 is closed. Give a reason for the correction." })).toBeVisible();
  await expect(form.getByLabel(/^Value/)).toHaveValue("14");
  await expect(form.getByLabel("Period")).toHaveValue("2014-04-01");
  await form.getByLabel("Reason for the correction").fill("Three hours of the night shift were left out.");
  await form.getByRole("button", { name: "Save value" }).click();
  await expect(form.getByText("Saved.")).toBeVisible();
  await expect(form.getByLabel("Period")).toHaveValue("2014-05-01"); // the next one to enter, which the form selects

  await expect(valueRow(page, "April 2014")).toContainText("14");
  const changes = page.getByRole("region", { name: "As known on" }).getByRole("listitem").filter({ hasText: "April 2014" });
  await expect(changes).toHaveCount(2);
  await expect(changes.filter({ hasText: "version 2" })).toContainText("Three hours of the night shift were left out.");
  await expect(changes.filter({ hasNotText: "version 2" })).toContainText("11");
});

test("two people correct one value: the second sees what the first saved, keeps the input, and may overwrite it", async ({
  page,
  another,
}) => {
  await signIn(page, "purchasing");
  await openKpi(page, "Purchasing", "Supplier visits");
  const other = await another("coo");
  await other.goto(page.url());
  const typed = async (who: typeof page, value: string) => {
    const form = who.getByRole("region", { name: "Enter or correct a value" });
    await form.getByLabel("Period").selectOption("2014-03-01");
    await form.getByLabel(/^Value/).fill(value);
    await form.getByLabel("Reason for the correction").fill("Counted again.");
    return form;
  };
  // Both type before either saves: the display is only refreshed where nobody is typing.
  const late = await typed(page, "7");
  const early = await typed(other, "6");
  await early.getByRole("button", { name: "Save value" }).click();
  await expect(early.getByRole("status")).toHaveText("Saved.");
  await late.getByRole("button", { name: "Save value" }).click();
  await expect(late.getByRole("status")).toHaveText(/ saved 6 for March 2014/);
  const mine = page.getByRole("region", { name: "Enter or correct a value" });
  await expect(mine.getByLabel(/^Value/)).toHaveValue("7");
  await mine.getByRole("button", { name: "Save" }).click();
  await expect(mine.getByRole("status")).toHaveText("Saved.");
  await expect(valueRow(page, "March 2014")).toContainText("7");
});

test("a target applies from its period on: earlier periods keep theirs", async ({ page }) => {
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
  await form.getByLabel("Effect on the chart").selectOption("baseline");
  await form.getByLabel("What happened").fill("A second bay opened");
  await form.getByRole("button", { name: "Annotate" }).click();
  await expect(form.getByText("Annotated.")).toBeVisible();
  await expect(page.getByText("A second bay opened").first()).toBeVisible();
  const after = await limits();
  expect(after.latest).not.toEqual(before.latest);
  expect(after.earlier).toEqual(before.earlier);
});

test("a comment names a person, is settled and opened again, and becomes an action", async ({ page, another, missing }) => {
  await signIn(page, "coo");
  await openKpi(page, "Production Control", "Due work orders finished on time");
  const comments = page.getByRole("region", { name: "Comments" });
  const field = comments.getByRole("textbox", { name: "Comment" });
  await field.fill("");
  await field.pressSequentially("Why every second day, @Peter Kr");
  await comments.getByRole("option", { name: "Peter Krebs" }).waitFor();
  await field.press("Enter");
  await expect(field).toHaveValue("Why every second day, @Peter Krebs ");
  await comments.getByRole("button", { name: "Comment", exact: true }).click();
  const said = comments.getByRole("listitem").filter({ hasText: "Why every second day" });
  await expect(said.getByText("@Peter Krebs")).toBeVisible();
  await said.getByRole("button", { name: /^Resolve/ }).click();
  await expect(said).toContainText("Resolved by");
  await said.getByRole("button", { name: /^Reopen/ }).click();
  await expect(said).not.toContainText("Resolved by");
  await said.getByText("Create an action").click();
  await said.getByLabel("What").fill("Look at the run calendar");
  await choose(said.getByLabel("Who"), "Peter Krebs, Production Control");
  await said.getByRole("button", { name: "Add" }).click();
  await expect(said).toContainText("Action: Look at the run calendar, Peter Krebs");
  await expectMissing(await another("viewer"), missing, new URL(page.url()).pathname);
});

test("a point has an address, the values can be copied, a KPI can be watched", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await signIn(page, "coo");
  await openKpi(page, "Production Control", "Due work orders finished on time");
  await valueRow(page, "March 2014").getByRole("link").click();
  await expect(page).toHaveURL(/\?point=2014-03-01$/);
  await expect(valueRow(page, "March 2014")).toHaveAttribute("aria-current", "true");
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page.getByText("Copied.", { exact: true })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
  await page.getByRole("button", { name: "Copy table" }).click();
  await expect(page.getByText("Copied 12 rows.")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.split("\n")[0]?.split("\t")).toContain("Value, %");
  expect(copied).toMatch(/\nMarch 2014\t2,136\t3,188\t67\.0\t/);
  const watch = page.getByRole("button", { name: "Watch", exact: true });
  await watch.click();
  await page.getByRole("button", { name: "Watching" }).click();
  await expect(watch).toBeVisible();
});

test("by keyboard alone: explain from the chart, annotate, watch, a point and its link, copy, comment, a target, as known on", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await signIn(page, "coo");
  await openKpi(page, "Sales", "Online revenue per day");
  const { keyboard } = page;
  const at = page.url();
  const reach = async (target: Locator) => {
    for (let stops = 0; stops < 200; stops += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await keyboard.press("Tab");
    }
    throw new Error("200 stops of the Tab key do not reach it");
  };
  await keyboard.press("x");
  await expect(page.getByRole("dialog").getByRole("radio", { name: "Method" })).toBeFocused();
  await keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await keyboard.press("n");
  await expect(page.getByRole("region", { name: "Annotate" }).getByLabel("Date")).toBeFocused();
  await reach(page.getByLabel("What happened"));
  await keyboard.type("The shop was down for a night");
  await keyboard.press("Enter");
  // Today has no point yet, so it is shown next to the chart.
  await expect(page.getByText("After the last value 2 Jun 2014: The shop was down for a night")).toBeVisible();

  await page.goto(at);
  await reach(page.getByRole("button", { name: "Watch", exact: true }));
  await keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Watching" })).toBeVisible();
  await reach(chart(page));
  await keyboard.press("ArrowLeft");
  await keyboard.press("ArrowLeft");
  await keyboard.press("Enter");
  await expect(page).toHaveURL(/\?point=2014-05-31$/);
  await reach(page.getByRole("button", { name: "Copy link" }));
  await keyboard.press("Enter");
  await expect(page.getByText("Copied.", { exact: true })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
  await reach(page.getByRole("button", { name: "Copy table" }));
  await keyboard.press("Enter");
  await expect(page.getByText("Copied 12 rows.")).toBeVisible();

  const comments = page.getByRole("region", { name: "Comments" });
  await reach(comments.getByRole("textbox", { name: "Comment" }));
  await keyboard.type("Since Friday, @Brian We");
  await comments.getByRole("option", { name: "Brian Welcker" }).waitFor();
  await keyboard.press("Enter");
  await reach(comments.getByRole("button", { name: "Comment", exact: true }));
  await keyboard.press("Enter");
  const comment = comments.getByRole("listitem").filter({ hasText: "Since Friday" });
  await expect(comment.getByText("@Brian Welcker")).toBeVisible();

  const target = page.getByRole("region", { name: "Set a target" });
  await reach(target.getByLabel(/^At least/));
  await keyboard.type("46000");
  await reach(target.getByLabel("Why"));
  await keyboard.type("Agreed in June");
  await keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Targets" })).toContainText("Agreed in June");

  await page.goto(at);
  await reach(page.locator("summary").filter({ hasText: "As known on" }));
  await keyboard.press("Enter");
  await reach(page.getByLabel("What was known at the end of"));
  await keyboard.type("05202014");
  await keyboard.press("Enter");
  await expect(page).toHaveURL(/\?asOf=2014-05-20$/);
  await expect(page.getByRole("note")).toContainText("As known on 20 May 2014");
  await expect(comments).not.toContainText("Since Friday");
  await expect(page.getByRole("region", { name: "Targets" })).not.toContainText("Agreed in June");
});

test("a formula shows how much each input contributed to its change", async ({ page }) => {
  await signIn(page, "coo");
  await openKpi(page, "Executive", "Losses to prices, rejects and scrap");
  const inputs = page.getByRole("region", { name: "Formula" }).getByRole("listitem");
  await expect(inputs).toHaveCount(3);
  await expect(page.getByText("The parts add up to the change.")).toBeVisible();
  await inputs.getByRole("link").first().click();
  await expect(page.getByRole("region", { name: "Formula" })).toContainText("Losses to prices, rejects and scrap");
});
