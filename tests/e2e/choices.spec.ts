import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { openKpi } from "./places";
import { expect, signIn, test } from "./session";

/** The field to type in. Until its script has loaded there is a select of that name in its place. */
const typing = (page: Page, name: string) => page.locator("input").and(page.getByRole("combobox", { name }));

test("an owner is found by the keyboard alone; people who cannot act are shown but not accepted; an error keeps the input", async ({
  page,
}) => {
  await signIn(page, "coo");
  await page.goto("/initiatives/new");
  const owner = typing(page, "Owner");
  const department = typing(page, "Department");
  const options = page.getByRole("listbox").getByRole("option");

  // The page contains no choices: they are requested while typing.
  await department.focus();
  await expect(options).toHaveCount(0);
  await page.keyboard.press("ArrowDown");
  await expect(options.first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(department).toHaveAttribute("aria-expanded", "false");
  await department.pressSequentially("production con");
  await expect(options).toHaveText([/^Production Control/]);
  await page.keyboard.press("Enter");
  await expect(department).toHaveValue("Production Control");

  await page.keyboard.press("Tab");
  await expect(owner).toBeFocused();
  await owner.pressSequentially("hamilton");
  await expect(options).toHaveText([/^James Hamilton, Production/, /^David Hamilton, Production.*needs an account/]);
  const [james, david] = [options.nth(0), options.nth(1)];
  await expect(james).toHaveAttribute("aria-selected", "true");
  await expect(owner).toHaveAttribute("aria-activedescendant", (await james.getAttribute("id")) ?? "");
  await expect(david).toHaveAttribute("aria-disabled", "true");
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().include("main").analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  await page.keyboard.press("ArrowDown");
  await expect(david).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(owner).toHaveValue("hamilton"); // not accepted
  await page.keyboard.press("Escape");

  // Text without a choice is reported at its field, and stays.
  await page.getByLabel("Title").fill("Found by typing");
  await page.getByRole("button", { name: "Assign", exact: true }).click();
  await expect(owner).toHaveAttribute("aria-invalid", "true");
  await expect(owner).toHaveValue("hamilton");
  await expect(department).toHaveValue("Production Control");
  await owner.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(owner).toHaveValue("James Hamilton, Production");
  await typing(page, "The KPI it should move").pressSequentially("hours worked at");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel(/^Likely, /)).toBeVisible(); // its unit
});

test("in a dialog Escape leaves the list first, and then the dialog", async ({ page }) => {
  await signIn(page, "quality");
  await page.goto("/initiatives");
  await page.getByRole("table", { name: "Mine" }).getByRole("link", { name: /IN-05/ }).click();
  await page.getByRole("button", { name: "Add an action" }).click();
  const dialog = page.getByRole("dialog", { name: "Add an action" });
  const who = dialog.getByRole("combobox", { name: "Who" });
  await who.fill("a");
  await expect(dialog.getByRole("option").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog.getByRole("option")).toHaveCount(0);
  await expect(who).toHaveValue("a");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("the list of initiatives is filtered by an owner found by typing, at an address of its own", async ({ page }) => {
  await signIn(page, "coo");
  await page.goto("/initiatives");
  await typing(page, "Owner").pressSequentially("sheela");
  await page.getByRole("option", { name: /^Sheela Word/ }).click();
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page).toHaveURL(/owner=[0-9a-f-]{36}/);
  await expect(page.getByRole("combobox", { name: "Owner" })).toHaveValue("Sheela Word");
  await expect(page.getByRole("link", { name: /IN-04/ })).toBeVisible();
  await expect(page.getByRole("link", { name: /IN-06/ })).toHaveCount(0);
});

test("a comment's action is offered to people who can act there", async ({ page }) => {
  await signIn(page, "coo");
  await openKpi(page, "Production", "Hours worked at work centres");
  const comments = page.getByRole("region", { name: "Comments" });
  await comments.getByRole("textbox", { name: "Comment" }).fill("Whose is this?");
  await comments.getByRole("button", { name: "Comment", exact: true }).click();
  const said = comments.getByRole("listitem").filter({ hasText: "Whose is this?" });
  await said.getByText("Create an action").click();
  const who = said.getByRole("combobox", { name: "Who" });
  await expect(who).toHaveValue("Chief Operating Officer");
  await who.fill("kramer");
  await expect(said.getByRole("option")).toHaveText([/^James Kramer, Production.*needs an account/]);
});

test("without script each is a select of the first few, and a choice is sent", async ({ page, browser, baseURL }) => {
  await signIn(page, "coo");
  const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL !== undefined && { baseURL }) });
  await context.addCookies(await page.context().cookies());
  const plain = await context.newPage();
  await plain.goto("/initiatives");
  await plain.getByLabel("Owner").selectOption({ label: "Sheela Word" });
  await plain.getByRole("button", { name: "Show", exact: true }).click();
  await expect(plain.getByLabel("Owner").locator("option:checked")).toHaveText("Sheela Word");
  await expect(plain.getByRole("link", { name: /IN-04/ })).toBeVisible();

  await plain.goto("/initiatives/new");
  await plain.getByLabel("Title").fill("Assigned without script");
  await plain.getByLabel("Area").selectOption("operations");
  await plain.getByLabel("Department").selectOption({ label: "Production" });
  await plain.getByLabel("Owner").selectOption({ label: "James Hamilton, Production" });
  await plain.getByLabel("Due", { exact: true }).fill("2014-05-01"); // before it starts: refused, and the choices stay
  await plain.getByRole("button", { name: "Assign", exact: true }).click();
  await expect(plain.getByLabel("Owner").locator("option:checked")).toHaveText("James Hamilton, Production");
  await expect(plain.getByLabel("Department").locator("option:checked")).toHaveText("Production");
  await context.close();
});
