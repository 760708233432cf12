import { choose, dueRow, openKpi } from "./places";
import { expect, signIn, test } from "./session";

test("the COO assigns work to a lead, who finds it and reports on it; its health is computed and every write is audited", async ({
  page,
  another,
}) => {
  const title = "Fewer hours beyond the shift";
  await signIn(page, "coo");
  await openKpi(page, "Production", "Hours worked at work centres");
  await page.getByRole("link", { name: "Assign an initiative" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Assign an initiative" })).toBeVisible();
  await expect(page.getByLabel("The KPI it should move")).toHaveValue(/^Hours worked at work centres \(/); // the one it was opened from
  await page.getByLabel("Title").fill(title);
  await choose(page.getByLabel("Owner"), "James Hamilton, Production");
  await page.getByLabel("Due", { exact: true }).fill("2014-06-10");
  await page.getByLabel(/^By at least/).fill("-100");
  await page.getByLabel(/^Likely/).fill("-200");
  await page.getByLabel(/^At best/).fill("-400");
  await page.getByLabel("From", { exact: true }).fill("2014-07-01");
  await page.getByLabel("Milestone 1", { exact: true }).fill("Shift plan agreed");
  await page.getByLabel("Milestone 1 by").fill("2014-06-06");
  await page.getByRole("button", { name: "Assign", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  const path = new URL(page.url()).pathname;
  const health = page.getByRole("table", { name: "Health" });
  await expect(health.getByRole("row", { name: /Time/ })).toContainText("Shift plan agreed");
  await expect(page.getByText("Nobody has checked in yet.")).toBeVisible();

  const lead = await another("production");
  await lead.goto("/");
  await expect(lead.getByRole("region", { name: "Your work due" }).getByRole("link", { name: title })).toBeVisible();
  await lead.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Initiatives" }).click();
  await lead.getByRole("table", { name: "Mine" }).getByRole("link", { name: title }).click();
  await expect(lead.getByRole("heading", { level: 1, name: title })).toBeVisible();
  const checkIn = lead.getByRole("region", { name: "Check-in", exact: true });
  await checkIn.getByRole("button", { name: "Check in" }).click();
  await expect(checkIn.getByText("This is required.")).toBeVisible(); // still empty
  await checkIn.getByRole("radio", { name: "Off track" }).check();
  await checkIn.getByLabel("What happened, and what comes next").fill("Two shifts are swapped; the third follows on Monday.");
  await checkIn.getByLabel("Obstacles").fill("Nobody for the night shift.");
  await checkIn.getByRole("button", { name: "Check in" }).click();
  await expect(lead.getByRole("region", { name: "Check-ins" })).toContainText("Two shifts are swapped");

  // the lead's judgement is shown next to the computed one, and does not change it
  await page.reload();
  await expect(page.getByRole("region", { name: "Check-ins" })).toContainText("James Hamilton");
  await expect(page.getByRole("region", { name: "Check-ins" })).toContainText("Obstacle: Nobody for the night shift.");
  await expect(page.getByRole("region", { name: "Health" })).toContainText(
    "James Hamilton says: off track. Differs from the computed status.",
  );
  await expect(health.getByRole("row", { name: /Time/ })).toContainText("On track");

  await lead.getByText("Change dates or mark as reached").click();
  await lead.getByLabel("Reached on of Shift plan agreed").fill("2014-06-02");
  await lead.getByRole("button", { name: "Save: Shift plan agreed" }).click();
  await expect(lead.getByText("Saved.")).toBeVisible();
  await lead.getByLabel("Comment", { exact: true }).fill("The works council has agreed.");
  await lead.getByRole("button", { name: "Comment" }).click();
  await expect(lead.getByRole("region", { name: "Comments" }).getByText("The works council has agreed.").first()).toBeVisible();

  const writes = ["assigned an initiative", "reported on an initiative", "commented"];
  await page.goto(`/audit?subject=${path.split("/").at(-1)}`);
  const log = page.getByRole("table", { name: "Audit log" });
  for (const write of writes) await expect(log.getByRole("cell", { name: write, exact: true }).first(), write).toBeVisible();
  await page.goto("/audit?action=milestone.change&subject=Shift+plan+agreed");
  await expect(log.getByRole("row")).toHaveCount(2);

  // an administrator sees who did what, but not the figures of departments they may not read
  const admin = await another("admin");
  await admin.goto("/audit?action=initiative.assign");
  const entries = admin.getByRole("table", { name: "Audit log" }).getByRole("row");
  await expect(entries.filter({ hasText: "Chief Operating Officer" }).first()).toContainText("figures of a department you cannot read");
  await expect(entries.filter({ hasText: title })).toHaveCount(0);
});

test("two people change one initiative: the second sees what the first changed and keeps the input", async ({ page, another }) => {
  await signIn(page, "purchasing");
  await page.goto("/initiatives");
  await page.getByRole("table", { name: "Mine" }).getByRole("link", { name: /IN-04/ }).click();
  await page.getByRole("button", { name: "Change", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Change this initiative" });
  await dialog.getByLabel("Check-in every … days").fill("10");

  const other = await another("coo");
  await other.goto(page.url());
  await other.getByRole("button", { name: "Change", exact: true }).click();
  await other.getByLabel("Title").fill("Fewer suppliers for the same parts");
  await other.getByRole("button", { name: "Save", exact: true }).click();
  await expect(other.getByRole("heading", { level: 1, name: "Fewer suppliers for the same parts" })).toBeVisible();

  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog.getByRole("alert").filter({ hasText: "Somebody else saved this first." })).toContainText(
    "is now “Fewer suppliers for the same parts”",
  );
  await expect(dialog.getByLabel("Check-in every … days")).toHaveValue("10");
});

test("an action is added, completed, and no longer due", async ({ page }) => {
  await signIn(page, "quality");
  await page.goto("/initiatives");
  await page.getByRole("table", { name: "Mine" }).getByRole("link", { name: /IN-05/ }).click();
  await page.getByRole("button", { name: "Add an action" }).click();
  const dialog = page.getByRole("dialog", { name: "Add an action" });
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog.getByText("This is required.")).toBeVisible();
  await dialog.getByLabel("What").fill("Send the audit plan to the shifts");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "Done: Send the audit plan to the shifts" }).click();
  await expect(
    page
      .getByText("done today")
      .or(page.getByText(/done 2 June|done Mon 2 June/))
      .first(),
  ).toBeVisible();
  await page.goto("/my-numbers");
  await expect(dueRow(page, "Process audits done")).toBeVisible();
});
