import { type Browser, type BrowserContext, test as base, type Cookie, expect, type Page } from "@playwright/test";

export const PASSWORD = "touring-3000-blue-54";
export type Name = "coo" | "ceo" | "cfo" | "production" | "purchasing" | "quality" | "sales" | "member" | "viewer" | "admin";

/** Signs in by the form, as a person would, and waits for the page behind it. */
export async function signInByForm(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Today");
}

const sessions = new Map<Name, Cookie[]>();

/**
 * Signs this browser in as somebody of the demonstration. One session per person and worker, because checking a password is slow on
 * purpose.
 */
export async function signIn(page: Page, name: Name): Promise<void> {
  const known = sessions.get(name);
  if (known) return await page.context().addCookies(known);
  await signInByForm(page, `${name}@adventure-works.example`);
  sessions.set(name, await page.context().cookies());
}

/**
 * What a test does on purpose and the browser reports on its console: "offline" cuts the connection, "session ended" has somebody end a
 * session, so that the page's stream is refused, "too much" sends more than the server accepts, "cut off" interrupts a request.
 */
export type OnPurpose = "offline" | "session ended" | "too much" | "cut off";

const REPORTS: Record<OnPurpose, (text: string, pathname: string) => boolean> = {
  offline: (text) => text.includes("ERR_INTERNET_DISCONNECTED"),
  "session ended": (text, pathname) => pathname === "/api/live" && text.includes(" 401 "),
  "too much": (text) => text.includes(" 413 "),
  "cut off": (text) => text.includes("ERR_FAILED"),
};

/** Collects the browser's console errors and exceptions. `missing`: paths that must answer 404. */
function listen(context: BrowserContext, missing: ReadonlySet<string>, onPurpose: ReadonlySet<OnPurpose>): string[] {
  const errors: string[] = [];
  context.on("console", (message) => {
    if (message.type() !== "error") return;
    const { pathname } = new URL(message.location().url || "about:blank");
    if (missing.has(pathname) || [...onPurpose].some((what) => REPORTS[what](message.text(), pathname))) return;
    errors.push(`${message.text()} ${message.location().url}`);
  });
  context.on("weberror", (error) => errors.push(String(error.error())));
  context.on("response", (answer) => {
    if (answer.status() >= 500) errors.push(`${answer.status()} from ${answer.url()}`);
  });
  return errors;
}

type Fixtures = {
  /** Paths that must answer 404 in this test. */
  missing: Set<string>;
  /** What this test does on purpose; set it before doing it. */
  onPurpose: Set<OnPurpose>;
  quiet: undefined;
  /** Another browser, signed in as somebody, or as nobody. */
  another: (name?: Name) => Promise<Page>;
};

/** Every test fails on a console error, an uncaught exception or an answer of 500 in any of its browsers. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern
  missing: async ({}, use) => use(new Set()),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern
  onPurpose: async ({}, use) => use(new Set()),
  quiet: [
    async ({ context, missing, onPurpose }, use) => {
      const errors = listen(context, missing, onPurpose);
      await use(undefined);
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
  another: async ({ browser, baseURL, missing, onPurpose }, use) => {
    const opened: { context: BrowserContext; errors: string[] }[] = [];
    await use(async (name) => {
      const context = await newContext(browser, baseURL);
      opened.push({ context, errors: listen(context, missing, onPurpose) });
      const page = await context.newPage();
      if (name !== undefined) await signIn(page, name);
      return page;
    });
    for (const { context, errors } of opened) {
      await context.close();
      expect(errors).toEqual([]);
    }
  },
});

const newContext = (browser: Browser, baseURL: string | undefined) =>
  browser.newContext({
    ...(baseURL !== undefined && { baseURL }),
    timezoneId: "UTC",
    locale: "en-GB",
    viewport: { width: 1440, height: 900 },
  });

/** Opens a place that must look as if it did not exist. */
export async function expectMissing(page: Page, missing: Set<string>, path: string): Promise<void> {
  missing.add(path);
  const answer = await page.goto(path);
  expect(answer?.status(), path).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Page not found");
}

export { expect } from "@playwright/test";
