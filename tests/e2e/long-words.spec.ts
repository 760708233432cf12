import type { Page } from "@playwright/test";
import { names, screens } from "./screens";
import { expect, signIn, test } from "./session";

/** Without a place to break, as in compounds and product codes. */
const WORD = "Unterbrechungsfreiheit".repeat(7).slice(0, 150);

/**
 * Replaces every name and written text with such a word on its way to the browser, and not in the company, which other tests read at the
 * same time.
 */
async function readLongWords(page: Page): Promise<void> {
  const written = names();
  await page.route(
    (url) => !url.pathname.startsWith("/_next/") && !url.pathname.startsWith("/api/"),
    async (route) => {
      if (route.request().resourceType() !== "document") return route.continue();
      const answer = await route.fetch();
      let body = await answer.text();
      for (const name of written) body = body.replaceAll(name, WORD);
      await route.fulfill({ response: answer, body });
    },
  );
}

const SCREENS = [
  ["coo", "today"],
  ["coo", "operations"],
  ["coo", "performance"],
  ["coo", "departments"],
  ["coo", "department"],
  ["coo", "kpi"],
  ["coo", "my-numbers"],
  ["coo", "initiatives"],
  ["coo", "initiative"],
  ["coo", "assign"],
  ["coo", "account"],
  ["coo", "search-found"],
  ["coo", "data"],
  ["coo", "define-kpi"],
  ["coo", "people-and-access"],
  ["coo", "audit"],
  ["admin", "person"],
] as const;

for (const who of ["coo", "admin"] as const)
  test(`a word of 150 letters is broken and widens no page of ${who}`, async ({ page: signed, browser, baseURL }) => {
    test.setTimeout(240_000);
    await signIn(signed, who);
    // Without script: the modified response stays as it is.
    const page = await browser.newPage({ javaScriptEnabled: false, ...(baseURL !== undefined && { baseURL }) });
    await page.context().addCookies(await signed.context().cookies());
    await readLongWords(page);
    const own = SCREENS.filter(([name]) => name === who).map(([, name]) => name);
    for (const name of own) {
      const path = screens().screens.find((screen) => screen.who === who && screen.name === name)?.path;
      if (path === undefined) throw new Error(`no screen is called ${name}`);
      for (const [width, height] of [
        [1440, 900],
        [375, 812],
      ] as const) {
        await page.setViewportSize({ width, height });
        if (width === 1440) await page.goto(path);
        expect.soft(await page.locator("body").innerText(), `${name}: somebody's words stand on it`).toContain(WORD.slice(0, 20));
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect.soft(wide, `${name} (${path}) at ${width} px`).toBe(0);
      }
    }
    await page.close();
  });
