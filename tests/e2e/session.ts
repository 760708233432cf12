import { test as base, expect, type Page } from "@playwright/test";

export const PASSWORD = "touring-3000-blue-54";
export type Name = "coo" | "ceo" | "cfo" | "production" | "purchasing" | "quality" | "sales" | "member" | "viewer" | "admin";

/** Signs in by the form, as a person would. */
export async function signIn(page: Page, name: Name): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(`${name}@adventure-works.example`);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Today");
}

/** Every test fails on a console error or an uncaught exception, whatever else it looks at. */
export const test = base.extend<{ quiet: undefined }>({
  quiet: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
      page.on("pageerror", (error) => errors.push(String(error)));
      await use(undefined);
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect } from "@playwright/test";
