import type { Locator } from "@playwright/test";
import { picture } from "./picture";
import { dueRow } from "./places";
import { expect, signIn, test } from "./session";

/** Pastes what a spreadsheet puts on the clipboard into the cell. */
const paste = (cell: Locator, text: string) =>
  cell.evaluate((element, plain) => {
    const data = new DataTransfer();
    data.setData("text/plain", plain);
    element.focus();
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);

// All journeys use one person's numbers, so they run one after the other.
test.describe.configure({ mode: "serial" });

test("a pasted column with a slip is shown before anything is saved, corrected, saved, and visible to the next reader", {
  tag: "@pictured",
}, async ({ page, another }) => {
  await signIn(page, "sales");
  await page.goto("/my-numbers");
  const quotations = dueRow(page, "Quotations open at week end").getByRole("textbox").last();
  await paste(quotations, "Open\n66,0\n410\n");

  const preview = page.getByRole("region", { name: "What you pasted" });
  await expect(preview.getByRole("heading", { level: 2 })).toBeFocused();
  await expect(preview).toContainText("Nothing is saved yet.");
  await expect(preview).toContainText("The first row was read as a heading.");
  await expect(preview).toContainText("Read 66,0 as 66.0.");
  const slips = preview.getByRole("table", { name: /possible typing errors/ });
  await expect(slips.getByRole("row").last()).toContainText("Ten times the usual.");
  await expect(preview.getByRole("table", { name: /: new/ })).toContainText("is saved as 66");
  await expect(preview.getByRole("button", { name: "Save 1 value" })).toBeVisible();
  await picture(page, "paste-1-slip");
  await slips.getByRole("button", { name: "Use 41" }).click();
  // Nothing is saved before it is confirmed.
  const other = await another("sales");
  await other.goto("/my-numbers");
  await expect(dueRow(other, "Quotations open at week end").getByRole("textbox").last()).toHaveValue("");

  await preview.getByRole("button", { name: "Save 2 values" }).click();
  await expect(preview).toBeHidden();
  await expect(quotations).toHaveValue("66");
  await picture(page, "paste-2-saved");
  await expect(dueRow(page, "Reseller visits")).toContainText("Saved");
  await other.reload();
  await expect(dueRow(other, "Quotations open at week end").getByRole("textbox").last()).toHaveValue("66");
  await expect(dueRow(other, "Reseller visits").getByRole("textbox").last()).toHaveValue("41");

  // Undone one after the other, by the person who saved them.
  await quotations.focus();
  await quotations.press("Control+z");
  await expect(dueRow(page, "Reseller visits").getByRole("textbox").last()).toHaveValue("");
  await page.keyboard.press("Control+z");
  await expect(quotations).toHaveValue("");
});

test("lines go to the measures named in the first column; locked, unreadable and unknown ones are reported", { tag: "@pictured" }, async ({
  page,
}) => {
  await signIn(page, "sales");
  await page.goto("/my-numbers");
  await paste(
    dueRow(page, "Reseller visits").getByRole("textbox").last(),
    "Reseller visits\t9\tfour\nQuotations open at week end\t150\t\nCoffee drunk\t1\t2",
  );
  const preview = page.getByRole("region", { name: "What you pasted" });
  await expect(preview).toContainText("Rows were matched by the measure names in the first column.");
  const refused = preview.getByRole("table", { name: /not accepted/ });
  await expect(refused).toContainText("is locked at");
  await expect(refused).toContainText("'four' is not a number");
  await expect(refused).toContainText("no measure of yours is called “Coffee drunk”");
  await picture(page, "paste-3-refused");
  await page.keyboard.press("Escape");
  await expect(preview).toBeHidden();
});

test("a closed period is corrected with a reason, next to the earlier value and its author", { tag: "@pictured" }, async ({ page }) => {
  await signIn(page, "sales");
  await page.goto("/my-numbers");
  const row = dueRow(page, "Reseller visits");
  await row.getByRole("textbox").last().focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.type("1");
  await expect(page.getByText(/is locked. To correct it, press Ctrl . and give a reason./)).toBeVisible();
  await page.keyboard.press("Control+.");
  const form = page.getByRole("form", { name: /^Correct Reseller visits/ });
  await expect(form).toContainText("43");
  await picture(page, "paste-4-locked-period");
  await page.keyboard.type("43.5");
  await page.keyboard.press("Tab");
  await page.keyboard.type("One was counted twice.");
  await page.keyboard.press("Enter");
  await expect(form).toBeHidden();
  await expect(row).toContainText("43.5"); // with the typed digits
  await page.reload();
  await expect(row).toContainText("43.5");
});

test("input without a connection is kept over a reload and sent when the connection is back", async ({
  page,
  context,
  missing,
  onPurpose,
}) => {
  onPurpose.add("offline");
  missing.add("/my-numbers"); // the browser reports the requests that have to fail
  await signIn(page, "quality");
  await page.goto("/my-numbers");
  const row = dueRow(page, "Corrective actions past their date");
  const cell = row.getByRole("textbox").last();
  await page.route("/my-numbers", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await cell.fill("3");
  await cell.press("Enter");
  await expect(row).toContainText("kept here");
  await expect(page.getByText("1 value not saved yet.")).toBeVisible();
  await page.reload();
  await expect(cell).toHaveValue("3");
  await expect(page.getByText("1 value not saved yet.")).toBeVisible();
  await page.unroute("/my-numbers");
  await context.setOffline(true);
  await context.setOffline(false);
  await expect(row).toContainText("Saved");
  await expect(page.getByText("not saved yet")).toBeHidden();
  const rows: { name: string; due: { saved: { value: string } | null } }[] = await (await page.request.get("/api/my-numbers")).json();
  expect(rows.find(({ name }) => name === "Corrective actions past their date")?.due.saved?.value).toBe("3");
  await cell.press("Control+z");
  await expect(cell).toHaveValue("");
});
