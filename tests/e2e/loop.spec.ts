import path from "node:path";
import type { Page } from "@playwright/test";
import pg from "pg";
import { joinInstallation } from "../../scripts/installation.mjs";
import { runTypeScript } from "../../scripts/ts-run.mjs";
import { choose, openKpi } from "./places";
import { expect, signIn, test } from "./session";

const line = (page: Page, text: string) => page.locator("[data-row]").filter({ hasText: text });
const signals = (page: Page) => page.getByRole("region", { name: "Signals" });

/** Enters a value on the KPI's own page, as its lead or the COO would. */
async function enter(page: Page, period: string, value: string): Promise<void> {
  const form = page.getByRole("region", { name: "Enter or correct a value" });
  await form.getByLabel("Period").selectOption(period);
  await form.getByLabel(/^Value/).fill(value);
  await form.getByRole("button", { name: "Save value" }).click();
  await expect(form.getByText("Saved.")).toBeVisible();
}

test("from a value to its signal, the question, the answer, an initiative, and the proof that it is back", async ({ page, another }) => {
  const name = "Open requests to suppliers";
  await signIn(page, "coo");
  const lead = await another("purchasing");
  await openKpi(lead, "Purchasing", name);
  const kpi = new URL(lead.url()).pathname;
  await enter(lead, "2014-05-26", "40");

  // measure -> signal -> decide
  await page.goto("/");
  const mine = line(page, name);
  await expect(mine).toBeVisible();
  await mine.getByRole("button", { name: /^Ask/ }).click();
  const ask = page.getByRole("dialog", { name: "Ask why" });
  await ask.getByLabel("Question").fill("Why did they pile up?");
  await ask.getByRole("button", { name: "Ask", exact: true }).click();
  await expect(ask).toHaveCount(0);
  await expect(mine).toHaveCount(0);

  await lead.goto("/");
  await line(lead, "Why did they pile up?")
    .getByRole("button", { name: /^Explain/ })
    .click();
  const explain = lead.getByRole("dialog", { name: "Explain" });
  await explain.getByRole("radio", { name: "People" }).check();
  await explain.getByLabel("What happened, and why").fill("Two buyers are away until the second week of June.");
  await explain.getByRole("button", { name: "Send the explanation" }).click();
  await expect(explain).toHaveCount(0);

  // asked again: the last answer is one click away, and the work is given to the person who does it
  await page.goto("/");
  await line(page, "Two buyers are away")
    .getByRole("button", { name: /^Decide/ })
    .click();
  const decide = page.getByRole("dialog", { name: "Decide" });
  await decide.getByLabel("What is missing").fill("Who stands in for them?");
  await decide.getByRole("button", { name: "Ask again" }).click();
  await expect(decide).toHaveCount(0);
  await lead.goto("/");
  await line(lead, "Who stands in for them?")
    .getByRole("button", { name: /^Explain/ })
    .click();
  await expect(explain.getByRole("radio", { checked: true })).toHaveCount(0);
  await explain.getByRole("button", { name: "Copy last explanation" }).click();
  await expect(explain.getByRole("radio", { name: "People" })).toBeChecked();
  const words = explain.getByLabel("What happened, and why");
  await expect(words).toHaveValue("Two buyers are away until the second week of June.");
  await words.press("End");
  await words.pressSequentially(" Nobody stands in.");
  await explain.getByLabel("Action").fill("Name somebody who stands in for the buyers");
  await explain.getByLabel("Person").selectOption({ label: "Chief Operating Officer" });
  await explain.getByLabel("Due").fill("2014-06-06");
  await explain.getByRole("button", { name: "Send the explanation" }).click();
  await expect(explain).toHaveCount(0);

  await page.goto("/");
  await line(page, "Two buyers are away")
    .getByRole("button", { name: /^Decide/ })
    .click();
  await page.getByRole("dialog", { name: "Decide" }).getByRole("button", { name: "Accept", exact: true }).click();
  await expect(line(page, "Two buyers are away")).toHaveCount(0);

  // act: the initiative and the signal refer to each other
  await page.goto(kpi);
  await expect(signals(page)).toContainText("Sheela Word explained it: people");
  await signals(page)
    .getByRole("link", { name: /^(Open an initiative|Initiative)/ })
    .click();
  await page.getByLabel("Title").fill("Requests to suppliers need a second pair of hands");
  await choose(page.getByLabel("Owner"), "Sheela Word, Purchasing");
  await page.getByLabel("Due", { exact: true }).fill("2014-07-10");
  await page.getByLabel(/^By at least/).fill("-10");
  await page.getByLabel(/^Likely/).fill("-20");
  await page.getByLabel(/^At best/).fill("-30");
  await page.getByLabel("From", { exact: true }).fill("2014-06-16");
  await page.getByRole("button", { name: "Assign", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Requests to suppliers need a second pair of hands" })).toBeVisible();
  await page.goto(kpi);
  await expect(signals(page)).toContainText("acted on");
  await expect(signals(page)).toContainText("opened an initiative");

  // verify: the value that shows it recovered
  await lead.goto(kpi);
  await enter(lead, "2014-05-26", "9");
  await page.reload();
  await expect(signals(page)).toContainText("Verified: the values no longer show it");
});

test("a lasting change becomes the new level: annotated, previewed, the limits follow", async ({ page }) => {
  const name = "Schedule changes after release";
  await signIn(page, "coo");
  await openKpi(page, "Production Control", name);
  await enter(page, "2014-05-26", "95");
  await page.goto(`${new URL(page.url()).pathname}?level=2014-05-26`);
  const panel = page.locator("#new-level");
  await expect(panel).toContainText("A new level?");
  await panel.getByLabel("What changed").fill("Changes of both plants are counted from this week on.");
  await panel.getByRole("button", { name: "Accept the new level" }).click();
  await expect(signals(page)).toContainText("accepted a new level");
  await expect(panel).toHaveCount(0);
  await expect(page.getByText("Changes of both plants are counted from this week on.").first()).toBeVisible();
});

test("an unanswered signal escalates, and its history says so", async ({ page }) => {
  const name = "Briefings acknowledged";
  await signIn(page, "coo");
  await openKpi(page, "Executive", name);
  const kpi = new URL(page.url()).pathname;
  await enter(page, "2014-05-01", "5");
  const installation = await joinInstallation({ dataDir: path.resolve(process.env.E2E_DATA_DIR ?? ".data-e2e"), given: undefined });
  if (installation === null) throw new Error("No installation runs.");
  // Makes it overdue, because a demonstration's clock does not advance by days.
  const owner = new pg.Client({ connectionString: installation.adminUrl ?? "" });
  await owner.connect();
  await owner.query("UPDATE signal SET answer_by = '2014-06-02 07:00Z' WHERE kpi_id = $1 AND state <> 'closed'", [kpi.split("/").at(-1)]);
  await owner.end();
  await runTypeScript("tests/e2e/watch-clock.ts", [], { DEMO: "1", CLOCK: "2014-06-02T08:00:00Z", DATABASE_URL: installation.workUrl });
  await page.reload();
  await expect(signals(page)).toContainText("Not answered in time: escalated");
});
