import { expect, test } from "@playwright/test";

test("the process is live and ready", async ({ request }) => {
  for (const path of ["/api/health/live", "/api/health/ready"]) {
    const answer = await request.get(path);
    expect(answer.status(), path).toBe(200);
    expect(await answer.json()).toEqual({ status: "ok" });
    expect(answer.headers()["cache-control"]).toBe("no-store");
  }
});

test("a visitor is asked to sign in, without an error in the console", async ({ page }) => {
  const errors: string[] = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByLabel(/e-?mail/i)).toBeVisible();
  await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: /sign in/i })).toBeVisible();
  expect(errors).toEqual([]);
});
