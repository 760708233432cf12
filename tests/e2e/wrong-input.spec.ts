import type { Locator } from "@playwright/test";
import { openKpi } from "./places";
import { expect, signIn, test } from "./session";

// Text that is too long cannot be typed at all; the authorisation matrix posts it without a browser.
const HOSTILE = ["\u202Egpj.exe", "nul\u0000byte", "\u2066isolated"];

/** Presses a form's own button and waits for its answer, so that later checks do not read old content. */
async function send(verb: Locator): Promise<void> {
  const page = verb.page();
  const answered = page.waitForResponse((answer) => answer.request().method() === "POST");
  await verb.click();
  await answered;
  await expect(page.locator("form[aria-busy=true]")).toHaveCount(0);
}

/** An error is shown at the field, the field is marked, and still has the input. */
async function expectRefused(field: Locator, sentence: string | RegExp, typed: string): Promise<void> {
  await expect(field).toHaveAttribute("aria-invalid", "true");
  const described = (await field.getAttribute("aria-describedby"))?.split(" ").at(-1) ?? "none";
  await expect(field.page().locator(`[id="${described}"]`)).toHaveText(sentence);
  await expect(field).toHaveValue(typed);
}

test("value, target and annotation", async ({ page }) => {
  await signIn(page, "coo");
  await openKpi(page, "Executive", "Improvement actions closed");

  const value = page.getByRole("region", { name: "Enter or correct a value" });
  for (const typed of ["twelve", "1e5", "９", `1${"0".repeat(30)}`]) {
    await value.getByLabel(/^Value/).fill(typed);
    await send(value.getByRole("button", { name: "Save value" }));
    await expectRefused(value.getByLabel(/^Value/), /Enter a number|too long/, typed);
  }
  await value.getByLabel(/^Value/).fill("-4");
  await send(value.getByRole("button", { name: "Save value" }));
  await expectRefused(value.getByLabel(/^Value/), /cannot be below 0/, "-4");

  const target = page.getByRole("region", { name: "Set a target" });
  await target.getByLabel(/^At least/).fill("many");
  await target.getByLabel("From the period that contains").fill("");
  await send(target.getByRole("button", { name: "Set target" }));
  await expectRefused(target.getByLabel(/^At least/), /Enter a number/, "many");
  await expectRefused(target.getByLabel("From the period that contains"), /Enter a date/, "");
  await expectRefused(target.getByLabel("Why"), "This is required.", "");

  const note = page.getByRole("region", { name: "Annotate" });
  await note.getByLabel("Effect on the chart").selectOption("exclude");
  await note.getByLabel("Date").fill("2014-05-05");
  for (const typed of HOSTILE) {
    await note.getByLabel("What happened").fill(typed);
    await send(note.getByRole("button", { name: "Annotate" }));
    await expectRefused(note.getByLabel("What happened"), /cannot be shown/, typed);
    await expect(note.getByLabel("Effect on the chart")).toHaveValue("exclude");
    await expect(note.getByLabel("Date")).toHaveValue("2014-05-05");
  }
});

test("assigning, checking in, commenting and closing", async ({ page }) => {
  await signIn(page, "coo");
  await page.goto("/initiatives/new");
  await page.getByLabel("Title").fill("  ");
  await page.getByLabel("Check-in every … days").fill("often");
  await page.getByLabel("Due", { exact: true }).fill("2014-05-01"); // before the start
  await page.getByLabel("Likely").fill("a lot");
  await page.getByLabel("Area").selectOption("finance");
  await send(page.getByRole("button", { name: "Assign", exact: true }));
  await expectRefused(page.getByLabel("Title"), "This is required.", "  ");
  await expectRefused(page.getByLabel("Check-in every … days"), /number of days/, "often");
  await expectRefused(page.getByLabel("Likely"), /Enter a number/, "a lot");
  await expect(page.getByLabel("Area")).toHaveValue("finance");
  await expect(page.getByLabel("Due", { exact: true })).toHaveValue("2014-05-01");
  await expect(page.getByLabel("Owner")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Title")).toBeFocused();

  await page.goto("/initiatives");
  await page.getByRole("link", { name: /IN-06/ }).click();
  for (const typed of HOSTILE) {
    await page.getByLabel("Comment", { exact: true }).fill(typed);
    await send(page.getByRole("button", { name: "Comment" }));
    await expectRefused(page.getByLabel("Comment", { exact: true }), /cannot be shown/, typed);
  }
  await page.getByRole("button", { name: "Close", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Close this initiative" });
  await dialog.getByLabel("Result").selectOption("stopped");
  await send(dialog.getByRole("button", { name: "Close initiative" }));
  await expectRefused(dialog.getByLabel("Reason and outcome"), "This is required.", "");
  await expect(dialog.getByLabel("Result")).toHaveValue("stopped");
});

test("written text is shown as typed, and never as markup", async ({ page }) => {
  await signIn(page, "sales");
  await page.goto("/initiatives");
  await page.getByRole("table", { name: "Mine" }).getByRole("link").first().click();
  const odd = `<img src=x onerror="alert(1)"> '; DROP TABLE person; -- {{7*7}} =1+1 𝔘𝔫𝔦 🚲`;
  await page.getByLabel("Comment", { exact: true }).fill(odd);
  await send(page.getByRole("button", { name: "Comment" }));
  await expect(page.getByRole("region", { name: "Comments" }).getByRole("listitem").getByText(odd)).toBeVisible();
  await expect(page.getByLabel("Comment", { exact: true })).toHaveValue("");
});

test("a password that is too short, or not the current one", async ({ page }) => {
  await signIn(page, "cfo");
  await page.goto("/settings/account");
  await page.getByLabel("Current password").fill("not the one in force");
  await page.getByLabel("New password").fill("short");
  await send(page.getByRole("button", { name: "Change password" }));
  await expect(
    page
      .getByRole("alert")
      .filter({ hasText: /characters|match|password/i })
      .first(),
  ).toBeVisible();
});

test("invalid addresses still answer", async ({ page, missing }) => {
  await signIn(page, "coo");
  const odd = ["%00", "%E2%80%AE", "'%20OR%201=1--", "9".repeat(300), "%F0%9F%9A%B2"];
  for (const value of odd) {
    for (const place of [
      `/initiatives?area=${value}&department=${value}&owner=${value}&state=${value}`,
      `/settings/people?q=${value}&department=${value}`,
      `/audit?person=${value}&action=${value}&subject=${value}&before=${value}`,
    ]) {
      const answer = await page.request.get(place);
      expect(answer.status(), place).toBe(200);
    }
    for (const place of [`/kpis/${value}`, `/initiatives/${value}`, `/departments/${value}`, `/settings/people/${value}`, `/${value}`]) {
      const answer = await page.request.get(place);
      expect([400, 404], `${place} answers ${answer.status()}`).toContain(answer.status());
    }
  }
  missing.add("/nowhere");
  await page.goto("/nowhere");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Page not found");
});

test("input that is too large, or does not reach the server, stays in its form with a sentence", async ({ page, onPurpose }) => {
  onPurpose.add("too much").add("cut off");
  await signIn(page, "coo");
  await openKpi(page, "Executive", "Improvement actions closed");
  const note = page.getByRole("region", { name: "Annotate" });
  const text = note.getByLabel("What happened");
  // Only by removing the field's own limit can somebody get this far; the server does not know that.
  await text.evaluate((field) => field.removeAttribute("maxlength"));
  const typed = "x".repeat(1_200_000);
  await text.evaluate((field, value) => {
    if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) throw new Error("not a field of text");
    field.value = value;
  }, typed);
  await note.getByLabel("Date").fill("2014-05-05");
  await send(note.getByRole("button", { name: "Annotate" }));
  await expect(note.getByText("This is too much to send at once.")).toBeVisible();
  expect(await text.inputValue()).toBe(typed);

  await text.fill("A late delivery");
  await page.route("**/kpis/**", (route) => (route.request().method() === "POST" ? route.abort() : route.fallback()));
  await note.getByRole("button", { name: "Annotate" }).click();
  await expect(note.getByText("The server cannot be reached.")).toBeVisible();
  await expect(text).toHaveValue("A late delivery");
  await expect(note.getByLabel("Date")).toHaveValue("2014-05-05");
});
