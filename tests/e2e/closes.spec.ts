import type { Page } from "@playwright/test";
import pg from "pg";
import { runTypeScript } from "../../scripts/ts-run.mjs";
import { bringIn, installation, usual, weekly } from "./bring-in";
import { picture } from "./picture";
import { choose, openKpi } from "./places";
import { expect, signIn, test } from "./session";

// The ends of a signal: its values recover, they stay and become the new level, or nobody answers.

const line = (page: Page, text: string) => page.locator("[data-row]").filter({ hasText: text });
const signals = (page: Page) => page.getByRole("region", { name: "Signals" });

test("a signal is asked about, explained, acted on, verified by the next week and closed by the third", { tag: "@pictured" }, async ({
  page,
  another,
}) => {
  const name = "Deliveries sent back to suppliers";
  await bringIn("kpis", `RET-01,${name},5,PURCHASING-MANAGER,operations,deliveries,week,sum,lower,imported,0`);
  // Twenty-eight usual weeks, and then 31 in the week of 5 May.
  await bringIn("values", weekly("RET-01", "2013-10-21", [...usual(28), 31]));
  await signIn(page, "coo");
  await page.goto("/");
  const opened = line(page, name);
  await expect(opened).toBeVisible();
  await picture(page, "closes-1-today-opened");
  await opened.getByRole("button", { name: /^Ask/ }).click();
  const ask = page.getByRole("dialog", { name: "Ask why" });
  await ask.getByLabel("Question").fill("Which supplier is it?");
  await picture(page, "closes-2-ask");
  await ask.getByRole("button", { name: "Ask", exact: true }).click();
  await expect(ask).toHaveCount(0);

  const lead = await another("purchasing");
  await openKpi(lead, "Purchasing", name);
  const kpi = new URL(lead.url()).pathname;
  await expect(signals(lead)).toContainText("Which supplier is it?");
  await lead.goto("/");
  await line(lead, "Which supplier is it?")
    .getByRole("button", { name: /^Explain/ })
    .click();
  const explain = lead.getByRole("dialog", { name: "Explain" });
  await explain.getByRole("radio", { name: "Material" }).check();
  await explain.getByLabel("What happened, and why").fill("One supplier changed its packing, and every third box was torn.");
  await picture(lead, "closes-3-explain");
  await explain.getByRole("button", { name: "Send the explanation" }).click();
  await expect(explain).toHaveCount(0);

  await page.goto("/");
  await expect(line(page, "every third box was torn")).toBeVisible();
  await picture(page, "closes-4-explained");
  await page.goto(kpi);
  await signals(page)
    .getByRole("link", { name: /^(Open an initiative|Initiative)/ })
    .click();
  await page.getByLabel("Title").fill("Packing agreed with the supplier");
  await choose(page.getByLabel("Owner"), "Sheela Word, Purchasing");
  await page.getByLabel("Due", { exact: true }).fill("2014-06-20");
  await page.getByLabel(/^By at least/).fill("-1");
  await page.getByLabel(/^Likely/).fill("-2");
  await page.getByLabel(/^At best/).fill("-3");
  await page.getByLabel("From", { exact: true }).fill("2014-06-30");
  await picture(page, "closes-5-initiative-from-the-signal");
  await page.getByRole("button", { name: "Assign", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Packing agreed with the supplier" })).toBeVisible();
  await expect(page.getByRole("link", { name }).first()).toBeVisible();
  await picture(page, "closes-6-initiative");

  // The next week is back to normal: verified, and no longer needs anybody.
  await bringIn("values", weekly("RET-01", "2014-05-12", [12]), "09:00");
  await page.goto(kpi);
  await expect(signals(page)).toContainText("Verified: the values no longer show it");
  await expect(signals(page)).not.toContainText("3 points in a row");
  await picture(page, "closes-7-verified");
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Today");
  // The week after may be late by now: another line, of another kind.
  await expect(line(page, name).filter({ hasText: "usual range" })).toHaveCount(0);

  // Two more, and it is closed: three in a row inside the usual range.
  await bringIn("values", weekly("RET-01", "2014-05-19", [10, 11]), "10:00");
  await page.goto(kpi);
  await expect(signals(page)).toContainText("3 points in a row inside its usual range.");
  await picture(page, "closes-8-closed");
});

test("a lasting change is proposed with its start, previewed, accepted, and the limits follow", { tag: "@pictured" }, async ({ page }) => {
  const name = "Tenders answered";
  await bringIn("kpis", `TEN-01,${name},5,PURCHASING-MANAGER,operations,tenders,week,sum,higher,imported,0`);
  // From 3 March on twice as many as before, for thirteen weeks.
  await bringIn("values", weekly("TEN-01", "2013-08-19", [...usual(28), ...usual(13).map((value) => value * 2)]));
  await signIn(page, "coo");
  await openKpi(page, "Purchasing", name);
  await page.getByText("Show the values as a table").click();
  const cells = (of: string) =>
    page
      .getByRole("table", { name: /values of the chart/ })
      .getByRole("row")
      .filter({ hasText: of })
      .first()
      .getByRole("cell");
  const latest = async () => Number(await cells("26 May").nth(2).textContent());
  const before = await latest();
  expect(before).toBeGreaterThan(10.5);
  expect(before).toBeLessThan(11.5);
  const panel = page.locator("#new-level");
  await expect(panel).toContainText("Since 3 Mar 2014 the mean is 21.8 tenders; before it was 10.9 tenders.");
  await expect(panel).toContainText(/From week of 3 March 2014 on: mean 2\d/);
  await picture(page, "level-1-preview");
  await panel.getByLabel("What changed").fill("Every tender above 5,000 is answered since then.");
  await panel.getByRole("button", { name: "Accept the new level" }).click();
  await expect(signals(page)).toContainText("accepted a new level");
  await expect(panel).toHaveCount(0);
  await picture(page, "level-2-accepted");
  // The mean is that of the new values; before its start it is unchanged.
  const table = page.getByText("Show the values as a table");
  if (!(await cells("26 May").first().isVisible())) await table.click();
  await expect.poll(latest).toBeGreaterThan(20);
  expect(Number(await cells("24 Feb").nth(2).textContent())).toBe(before);
});

test("an unanswered signal escalates: first to the lead of the department above, then to the company", { tag: "@pictured" }, async ({
  page,
  another,
}) => {
  const name = "Parts painted twice";
  await bringIn("departments", "7P,Paint shop,7");
  await bringIn("kpis", `PNT-01,${name},7P,,operations,parts,week,sum,lower,imported,0`);
  await bringIn("values", weekly("PNT-01", "2013-11-11", [...usual(28), 33]));
  const { adminUrl, env } = await installation();
  /** Makes it overdue, because a demonstration's clock does not advance by days. Then runs the worker's round once. */
  const timePasses = async (clock: string) => {
    const owner = new pg.Client({ connectionString: adminUrl });
    await owner.connect();
    await owner.query(
      "UPDATE signal SET answer_by = '2014-06-02 07:00Z' WHERE kpi_id = (SELECT id FROM kpi WHERE code = 'PNT-01') AND state <> 'closed'",
    );
    await owner.end();
    await runTypeScript("tests/e2e/watch-clock.ts", [], { ...env, CLOCK: clock });
  };
  await signIn(page, "coo");
  await openKpi(page, "Paint shop", name);
  const kpi = new URL(page.url()).pathname;
  await expect(signals(page)).not.toContainText("Not answered in time: escalated");

  await timePasses("2014-06-02T09:00:00Z");
  const above = await another("production");
  await above.goto("/notifications");
  await expect(above.getByRole("main")).toContainText(name);
  await above.goto("/");
  await expect(line(above, name)).toContainText(/not answered in time/i);
  await picture(above, "climbs-1-one-above");
  await page.goto(kpi);
  await expect(signals(page)).toContainText("Not answered in time: escalated to Production");

  await timePasses("2014-06-02T10:00:00Z");
  await page.goto("/notifications");
  await expect(page.getByRole("main")).toContainText(name);
  await picture(page, "climbs-2-told");
  await page.goto(kpi);
  await expect(signals(page)).toContainText("Not answered in time: escalated to Adventure Works Cycles");
  await picture(page, "climbs-3-story");
});
