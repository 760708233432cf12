import { picture } from "./picture";
import { choose, openKpi } from "./places";
import { expect, PASSWORD, signIn, signInByForm, test } from "./session";

const CHOSEN = "seven quiet bicycles at noon";

test("a person is added, invited, given a role, loses it, and is disabled; each takes effect on the next request", {
  tag: "@pictured",
}, async ({ page, another, missing, onPurpose }) => {
  missing.add("/api/auth/callback/credentials"); // refused with 401, which the browser itself reports
  onPurpose.add("session ended");
  await signIn(page, "admin");
  await page.goto("/settings/people");
  await page.getByRole("button", { name: "Add a person" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a person" });
  await dialog.getByLabel("Employee number").fill("T-100");
  await dialog.getByLabel("Name").fill("Tess Newcomer");
  await dialog.getByLabel("E-mail").fill("not an address");
  await dialog.getByLabel("Job title").fill("Tool Designer");
  await choose(dialog.getByLabel("Department"), "Tool Design");
  await dialog.locator("form").evaluate((form) => form.setAttribute("novalidate", "")); // like a browser without that check
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog.getByRole("alert").filter({ hasText: /e-?mail/i })).toBeVisible();
  await expect(dialog.getByLabel("Name")).toHaveValue("Tess Newcomer");
  await expect(dialog.getByLabel("Department")).toHaveValue("Tool Design");
  await picture(page, "invitation-1-add");
  await dialog.getByLabel("E-mail").fill("tess@adventure-works.example");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.getByRole("link", { name: "Open to invite and give a role" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Tess Newcomer" })).toBeVisible();

  await page.getByRole("button", { name: "Invite" }).click();
  const link = await page.getByLabel("Invitation link").inputValue();
  await picture(page, "invitation-2-link");
  const tess = await another();
  await tess.goto(link);
  await expect(tess.getByRole("heading", { level: 1 })).toHaveText("Welcome, Tess Newcomer");
  await tess.getByLabel("New password").fill("short");
  await tess.getByRole("button", { name: "Set password" }).click();
  await expect(tess.getByRole("alert").filter({ hasText: /15|characters/ })).toBeVisible();
  await picture(tess, "invitation-3-password");
  await tess.getByLabel("New password").fill(CHOSEN);
  await tess.getByRole("button", { name: "Set password" }).click();
  await expect(tess.getByText("Your password is set.")).toBeVisible();
  await signInByForm(tess, "tess@adventure-works.example", CHOSEN);
  await picture(tess, "invitation-4-first-sign-in");
  const again = await another();
  await again.goto(link);
  await expect(again.getByRole("heading", { level: 1 })).toHaveText("This link is not valid");
  await picture(again, "invitation-5-used-up");

  await tess.goto("/departments");
  await expect(tess.getByText("No department has been granted to you.")).toBeVisible();

  await page.getByRole("button", { name: "Give role" }).click();
  await expect(page.getByText("Choose a department.", { exact: true })).toBeVisible();
  await choose(page.getByRole("region", { name: "Roles" }).getByLabel("Department"), "Marketing");
  await page.getByLabel("Role", { exact: true }).selectOption("viewer");
  await page.getByRole("button", { name: "Give role" }).click();
  await expect(page.getByText("Given. It applies immediately.")).toBeVisible();
  await openKpi(tess, "Marketing", "Online orders");
  const kpi = new URL(tess.url()).pathname;

  await page.getByRole("button", { name: "End role" }).click();
  const asked = page.getByRole("dialog", { name: "End role" });
  await expect(asked).toContainText("Tess Newcomer loses the role");
  await asked.getByRole("button", { name: "End role" }).click();
  await expect(page.getByText("has no role and cannot see any business data")).toBeVisible();
  const answer = await tess.request.get(kpi);
  expect(answer.status()).toBe(404);
  await tess.goto("/departments");
  await expect(tess.getByText("No department has been granted to you.")).toBeVisible();

  await page.getByRole("button", { name: "Disable account" }).click();
  await page.getByRole("dialog", { name: "Disable account" }).getByRole("button", { name: "Disable account" }).click();
  await expect(page.getByRole("button", { name: "Enable account" })).toBeVisible();
  await tess.goto("/departments");
  await expect(tess).toHaveURL(/\/sign-in/);
  await tess.getByLabel("E-mail").fill("tess@adventure-works.example");
  await tess.getByLabel("Password", { exact: true }).fill(CHOSEN);
  await tess.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(tess.getByText(/Wrong e-mail or password/)).toBeVisible();

  await page.getByRole("link", { name: "In the audit log" }).click();
  const log = page.getByRole("table", { name: "Audit log" });
  for (const write of ["added a person", "created an account", "granted access", "ended access", "disabled an account"])
    await expect(log.getByRole("cell", { name: write, exact: true }).first(), write).toBeVisible();
});

test("a wrong password gets a sentence, keeps the address and signs nobody in", { tag: "@pictured" }, async ({ page, missing }) => {
  missing.add("/api/auth/callback/credentials"); // refused with 401, which the browser itself reports
  await page.goto("/sign-in?next=/finance");
  await page.getByLabel("E-mail").fill("cfo@adventure-works.example");
  await page.getByLabel("Password", { exact: true }).fill("touring-3000-blue-55");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText(/Wrong e-mail or password/)).toBeVisible();
  await picture(page, "sign-in-refused");
  await expect(page.getByLabel("E-mail")).toHaveValue("cfo@adventure-works.example");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Finance"); // where they wanted to go
});

test("too many wrong passwords get a sentence of what to do, and keep the address", async ({ page, missing }) => {
  missing.add("/api/auth/callback/credentials"); // refused with 401 and 429, which the browser itself reports
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill("nobody.of.that.name@adventure-works.example");
  await page.getByLabel("Password", { exact: true }).fill("not a password of anybody");
  for (let n = 0; n < 11; n++) {
    const answered = page.waitForResponse(/callback\/credentials/);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    expect((await answered).status()).toBe(n < 10 ? 401 : 429);
    await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeEnabled();
  }
  await expect(page.getByText(/Too many failed attempts. Wait 15 minutes, use a browser you have signed in with before/)).toBeVisible();
  await expect(page.getByLabel("E-mail")).toHaveValue("nobody.of.that.name@adventure-works.example");
});

test("after signing out every page leads to the sign-in page, and from there back", async ({ page, onPurpose }) => {
  onPurpose.add("session ended");
  await signInByForm(page, "ceo@adventure-works.example");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goBack();
  await page.reload();
  await expect(page).toHaveURL(/\/sign-in/);
  for (const place of ["/", "/operations", "/departments", "/my-numbers", "/initiatives", "/settings/people", "/audit", "/data"]) {
    await page.goto(place);
    await expect(page).toHaveURL(/\/sign-in/);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
  }
});

test("a demonstration says so, and fills in its sign-ins", async ({ page }) => {
  await page.goto("/sign-in");
  // Filled in by script, after hydration.
  await expect(async () => {
    await page.getByRole("button", { name: /purchasing@/ }).click();
    await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Today");
  await expect(page.getByRole("banner")).toContainText("Demonstration");
  await expect(page.getByRole("banner")).toContainText("2 June 2014");
});
