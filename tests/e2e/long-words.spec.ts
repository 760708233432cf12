import type { Page } from "@playwright/test";
import { screens } from "./screens";
import { expect, signIn, test } from "./session";

const WORD = "Unterbrechungsfreiheit".repeat(7).slice(0, 150);

/**
 * How much wider than the screen the page gets when every name and sentence on it is one word of 150 letters. Put in here and not into the
 * company, which the other tests read at the same time.
 */
const widerBy = (page: Page) =>
  page.evaluate((word) => {
    const named = "h1, main p, main nav li, main li, main li a, main td a, main th a, main dd, header a[href='/settings/account']";
    for (const element of document.querySelectorAll(named))
      for (const node of element.childNodes)
        if (node.nodeType === Node.TEXT_NODE && /\p{L}{3}/u.test(node.textContent ?? "")) node.textContent = word;
    return document.documentElement.scrollWidth - document.documentElement.clientWidth;
  }, WORD);

const SCREENS = [
  "today",
  "operations",
  "performance",
  "department",
  "kpi",
  "my-numbers",
  "initiatives",
  "initiative",
  "account",
  "notifications",
  "audit",
];

for (const [width, height] of [
  [1440, 900],
  [375, 812],
] as const)
  test(`a word of 150 letters is broken and does not widen the page at ${width} px`, async ({ page }) => {
    test.setTimeout(120_000);
    await page.setViewportSize({ width, height });
    await signIn(page, "coo");
    const own = screens().screens.filter(({ who, name }) => who === "coo" && SCREENS.includes(name));
    expect(own.map(({ name }) => name).sort()).toEqual([...SCREENS].sort());
    for (const { name, path } of own) {
      await page.goto(path);
      expect.soft(await widerBy(page), `${name} (${path})`).toBe(0);
    }
  });
