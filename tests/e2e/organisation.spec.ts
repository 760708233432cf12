import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./empty-company";
import { picture } from "./picture";
import { signInByForm } from "./session";

const ADMINISTRATOR = { name: "Ada Baker", email: "ada@sunrise.example", password: "warm bread before the sun is up" };
const CHOSEN = "seven trays of almond biscuits";

test.describe.configure({ mode: "serial" });

/** Chooses the first suggestion for these words, replacing the current value. */
async function typeChoice(page: Page, words: string): Promise<void> {
  await page.keyboard.press("Control+a");
  await page.keyboard.type(words);
  await expect(page.getByRole("listbox").getByRole("option").first()).toContainText(words);
  await page.keyboard.press("Enter");
}
async function choose(page: Page, field: Locator, words: string): Promise<void> {
  await field.focus();
  await typeChoice(page, words);
  await expect(field).toHaveValue(words);
}

const row = (page: Page, name: string) =>
  page.getByRole("table", { name: "Departments and their positions" }).getByRole("row").filter({ hasText: name });

test("an administrator of an empty company creates departments, a position and a person, and invites them", { tag: "@pictured" }, async ({
  page,
  empty,
  another,
}) => {
  await page.goto(empty.link);
  await page.getByLabel("Company").fill("Sunrise Bakery");
  await page.getByLabel("Your name").fill(ADMINISTRATOR.name);
  await page.getByLabel("Your e-mail").fill(ADMINISTRATOR.email);
  await page.getByLabel("Password", { exact: true }).fill(ADMINISTRATOR.password);
  await page.getByRole("button", { name: "Become the administrator" }).click();
  await page.getByRole("link", { name: "Go to the sign-in page" }).click();
  await signInByForm(page, ADMINISTRATOR.email, ADMINISTRATOR.password);

  await page.goto("/settings/people");
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Departments and positions" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Departments and positions" })).toBeVisible();
  await expect(row(page, "Sunrise Bakery")).toBeVisible();

  // Several in a row; errors appear at their field, and the input stays.
  await page.getByRole("button", { name: "Add a department" }).click();
  const department = page.getByRole("dialog", { name: "Add a department" });
  await department.getByLabel("Name").fill("Bakehouse");
  await department.getByLabel("Code").fill("BH");
  await department.getByLabel("Group").fill("Making");
  await department.getByRole("button", { name: "Add", exact: true }).click();
  await expect(department.getByRole("status")).toHaveText("Added. Add another, or close this.");
  await department.getByLabel("Name").fill("Shop");
  await department.getByLabel("Code").fill("BH");
  await department.getByRole("button", { name: "Add", exact: true }).click();
  await expect(department.getByRole("alert").filter({ hasText: "Bakehouse already has this code." })).toBeVisible();
  await expect(department.getByLabel("Name")).toHaveValue("Shop");
  await picture(page, "organisation-1-code-taken");
  await department.getByLabel("Code").fill("SH");
  await department.getByRole("button", { name: "Add", exact: true }).click();
  await expect(department.getByLabel("Name")).toHaveValue("");
  await department.getByLabel("Name").fill("Ovens");
  await department.getByLabel("Code").fill("OV");
  await choose(page, department.getByLabel("Parent department"), "Bakehouse");
  await department.getByRole("button", { name: "Add", exact: true }).click();
  await expect(department.getByLabel("Name")).toHaveValue("");
  await department.getByRole("button", { name: "Close" }).click();
  for (const name of ["Bakehouse", "Ovens", "Shop"]) await expect(row(page, name)).toBeVisible();

  await page.getByRole("link", { name: /^Bakehouse/ }).click();
  // The list has a button of this name, too.
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Bakehouse");
  await page.getByRole("button", { name: "Add a position" }).click();
  const position = page.getByRole("dialog", { name: "Add a position" });
  await position.getByLabel("Code").fill("P-1");
  await position.getByLabel("Title").fill("Master baker");
  await expect(position.getByLabel("Department")).toHaveValue("Bakehouse");
  await position.getByRole("button", { name: "Add", exact: true }).click();
  await expect(position.getByLabel("Title")).toHaveValue("");
  await position.getByRole("button", { name: "Close" }).click();
  await expect(
    page.getByRole("table", { name: "Positions of Bakehouse" }).getByRole("row", { name: /Master baker.*vacant/ }),
  ).toBeVisible();

  await page.goto("/settings/people");
  await page.getByRole("button", { name: "Add a person" }).click();
  const person = page.getByRole("dialog", { name: "Add a person" });
  await person.getByLabel("Employee number").fill("7");
  await person.getByLabel("Name").fill("Bo Miller");
  await person.getByLabel("E-mail").fill("bo@sunrise.example");
  await choose(page, person.getByLabel("Department"), "Bakehouse");
  await person.getByRole("button", { name: "Add", exact: true }).click();
  await person.getByRole("link", { name: "Open to invite and give a role" }).click();
  await page.getByRole("button", { name: "Invite" }).click();
  const link = await page.getByLabel("Invitation link").inputValue();
  const bo = await another();
  await bo.goto(link);
  await bo.getByLabel("New password").fill(CHOSEN);
  await bo.getByRole("button", { name: "Set password" }).click();
  await expect(bo.getByText("Your password is set.")).toBeVisible();
  await signInByForm(bo, "bo@sunrise.example", CHOSEN);

  // The position is given to them.
  await page.goto("/settings/departments");
  await page.getByRole("link", { name: "Master baker" }).click();
  await choose(page, page.getByRole("combobox", { name: "Held by" }), "Bo Miller, Bakehouse");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.getByRole("region", { name: "Held by" }).getByRole("link", { name: "Bo Miller" }).click();
  await expect(page.getByRole("region", { name: "Leaving" })).toContainText("Holds Master baker.");
  await page.goto("/settings/departments");
  await expect(row(page, "Master baker")).toContainText("Bo Miller");
  await expect(row(page, "Bakehouse").first()).toContainText("Making");
  await picture(page, "organisation-2-tree");
});

test("what prevents closing is named; a closed item is kept, and can be reopened", { tag: "@pictured" }, async ({ page }) => {
  await signInByForm(page, ADMINISTRATOR.email, ADMINISTRATOR.password);
  await page.goto("/settings/departments");
  await page.getByRole("link", { name: /^Bakehouse/ }).click();
  await expect(page.getByRole("region", { name: "Close" })).toContainText(
    "Bakehouse cannot be closed yet. It still has 1 person, 1 open position and 1 department below it.",
  );
  await picture(page, "organisation-3-department");
  await page.getByRole("link", { name: "Departments and positions" }).first().click();
  await page.getByRole("link", { name: /^Shop/ }).click();
  await page.getByRole("button", { name: "Close the department" }).click();
  await page.getByRole("dialog", { name: "Close the department" }).getByRole("button", { name: "Close the department" }).click();
  await expect(page.getByRole("button", { name: "Reopen the department" })).toBeVisible();
  await page.goto("/settings/departments");
  await page.getByRole("region", { name: "Closed" }).getByRole("link", { name: "Shop" }).click();
  await page.getByRole("button", { name: "Reopen the department" }).click();
  await expect(page.getByRole("button", { name: "Close the department" })).toBeVisible();

  await page.goto("/settings/people?q=Bo+Miller");
  await page.getByRole("link", { name: "Bo Miller" }).click();
  await page.getByLabel("First day after leaving").fill("2001-01-01");
  await page.getByRole("button", { name: "Set leaving date" }).click();
  await expect(page.getByRole("region", { name: "Leaving" })).toContainText("Bo Miller left: 1 Jan 2001 was the first day without them.");
  await expect(page.getByRole("region", { name: "Leaving" })).toContainText("Still holds, until you reassign it: Master baker.");
  await picture(page, "organisation-4-left");
  await page.getByRole("button", { name: "Remove leaving date" }).click();
  await expect(page.getByRole("button", { name: "Remove leaving date" })).toHaveCount(0);
});

/** Presses Tab until that element has the focus. */
async function tabTo(page: Page, goal: Locator): Promise<void> {
  for (let stop = 0; stop < 80; stop++) {
    if (await goal.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`The Tab key does not lead to ${goal}.`);
}

/** The first result of the palette for these words. */
async function go(page: Page, words: string, title: string): Promise<void> {
  const palette = page.getByRole("dialog", { name: "Search or command" });
  // The listener exists after hydration.
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(palette).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.type(words);
  await expect(palette.getByRole("listbox").getByRole("option").first()).toContainText(words);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
}

test("the same by keyboard alone", async ({ page }) => {
  await signInByForm(page, ADMINISTRATOR.email, ADMINISTRATOR.password);
  await go(page, "Add a department", "Departments and positions");
  await tabTo(page, page.getByRole("button", { name: "Add a department" }));
  await page.keyboard.press("Enter");
  const department = page.getByRole("dialog", { name: "Add a department" });
  await expect(department.getByLabel("Name")).toBeFocused();
  await page.keyboard.type("Delivery");
  await page.keyboard.press("Tab");
  await page.keyboard.type("DE");
  await page.keyboard.press("Control+Enter");
  await expect(department.getByLabel("Name")).toHaveValue("");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Add a department" })).toBeFocused();
  await expect(row(page, "Delivery")).toBeVisible();

  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Add a position" })).toBeFocused();
  await page.keyboard.press("Enter");
  const position = page.getByRole("dialog", { name: "Add a position" });
  await expect(position.getByLabel("Code")).toBeFocused();
  await page.keyboard.type("P-2");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Driver");
  await page.keyboard.press("Tab");
  await typeChoice(page, "Delivery");
  await expect(position.getByLabel("Department")).toHaveValue("Delivery");
  await page.keyboard.press("Tab");
  await typeChoice(page, "Bo");
  await expect(position.getByLabel("Held by")).toHaveValue("Bo Miller, Bakehouse");
  await page.keyboard.press("Control+Enter");
  await expect(position.getByLabel("Title")).toHaveValue("");
  await page.keyboard.press("Escape");
  await expect(row(page, "Driver")).toContainText("Bo Miller");

  await go(page, "Invite a person", "People and access");
  await tabTo(page, page.getByRole("button", { name: "Add a person" }));
  await page.keyboard.press("Enter");
  const person = page.getByRole("dialog", { name: "Add a person" });
  await expect(person.getByLabel("Employee number")).toBeFocused();
  for (const text of ["8", "Di Wheeler", "di@sunrise.example", "Driver"]) {
    await page.keyboard.type(text);
    await page.keyboard.press("Tab");
  }
  await typeChoice(page, "Delivery");
  await tabTo(page, person.getByRole("button", { name: "Add", exact: true }));
  await page.keyboard.press("Enter");
  await tabTo(page, person.getByRole("link", { name: "Open to invite and give a role" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Di Wheeler" })).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Invite" }));
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Invitation link")).toHaveValue(/\/invitation\?token=/);
});
