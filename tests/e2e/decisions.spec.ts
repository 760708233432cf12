import { choose, openKpi } from "./places";
import { expect, signIn, test } from "./session";

test("a decision is asked for from a KPI, appears on its decider's Today, is decided by keyboard, and can be undone", async ({
  page,
  another,
}) => {
  await signIn(page, "coo");
  await openKpi(page, "Production Control", "Due work orders finished on time");
  await page.getByRole("link", { name: "Ask for a decision" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ask for a decision");
  const question = `A third shift until August? ${Date.now()}`;
  await page.getByLabel("Question").fill(question);
  await choose(page.getByLabel("Who decides"), "James Hamilton, Production");
  await page.getByLabel("Decide by", { exact: true }).fill("2014-06-06");
  await page.getByLabel("Option 1", { exact: true }).fill("Two lines");
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  // One option is no choice: reported at its field, and the input stays.
  await expect(page.getByText("A decision is between at least two options.")).toBeVisible();
  await expect(page.getByLabel("Question")).toHaveValue(question);
  await page.getByLabel("Option 2", { exact: true }).fill("None");
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(question);
  await expect(page.getByText("James Hamilton decides")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Decide", exact: true })).toBeHidden(); // nobody decides for somebody else
  const address = new URL(page.url()).pathname;

  const lead = await another("production");
  await lead.goto("/");
  const line = lead.getByRole("listitem").filter({ hasText: question });
  await expect(line).toContainText("Decide:");
  await line.getByRole("link", { name: /^Decide(?!:)/ }).focus();
  await lead.keyboard.press("Enter");
  await expect(lead.getByRole("heading", { level: 1 })).toHaveText(question);
  await lead.getByRole("radio", { name: "Two lines" }).focus();
  await lead.keyboard.press("Space");
  await lead.getByLabel("Reason").fill("The backlog goes in eight weeks.");
  await lead.getByRole("radio", { name: "80 %" }).check();
  await lead.keyboard.press("Control+Enter");
  await expect(lead.getByText(/You decided on .*: Two lines\./)).toBeVisible();

  await page.goto("/notifications");
  await expect(page.getByText(question).first()).toBeVisible();
  await page.goto(address);
  await expect(page.getByText("80 % confidence").first()).toBeVisible();

  await lead.getByRole("button", { name: "Undo" }).click();
  await expect(lead.getByText("You decide, by Fri 6 June.")).toBeVisible();
});

test("the list of decisions is worked by keyboard: rows, a reminder once a day, the filter; a count leads to what it counts", async ({
  page,
}) => {
  await signIn(page, "coo");
  await page.goto("/decisions");
  const rows = page.locator("[data-row]");
  await expect(rows.first()).toHaveAttribute("data-current", "true");
  // The server draws the first row as the current one; the keys work after hydration. From either row these two lead to the second.
  await expect(async () => {
    await page.keyboard.press("k");
    await page.keyboard.press("j");
    await expect(rows.nth(1)).toHaveAttribute("data-current", "true", { timeout: 1_000 });
  }).toPass();
  await page.keyboard.press("k");
  await expect(rows.first()).toHaveAttribute("data-current", "true");
  const others = rows.filter({ has: page.getByRole("button", { name: /^Ask/ }) }).last();
  const about = (await others.getByRole("link").first().textContent()) ?? "";
  const row = rows.filter({ hasText: about });
  await row.getByRole("link").first().focus();
  await page.keyboard.press("q");
  await expect(row).toContainText("reminded today");
  await page.keyboard.press("q"); // nothing more to press
  await expect(row).toContainText("reminded today");
  await page.keyboard.press("/");
  await expect(page.getByLabel("Question, reason, code")).toBeFocused();
  const held = page.getByRole("list", { name: "How many" }).getByRole("link", { name: /held$/ });
  const count = Number.parseInt((await held.textContent()) ?? "", 10);
  await held.click();
  await expect(page).toHaveURL(/state=held/);
  await expect(rows).toHaveCount(count);
});
