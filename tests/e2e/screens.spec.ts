import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { screens } from "./screens";
import { expect, type Name, PASSWORD, signIn, test } from "./session";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const WIDTHS = [
  [1440, 900],
  [375, 812],
] as const;
/** Readers with many screens are split in two halves, so that two workers share them. */
const READERS: [Name | null, number, number][] = [
  [null, 0, 1],
  ["coo", 0, 2],
  ["coo", 1, 2],
  ["production", 0, 2],
  ["production", 1, 2],
  ["purchasing", 0, 1],
  ["admin", 0, 1],
];

/** Violations of accessibility rules on the current page, one line each. */
async function complaints(page: Page, colourOnly = false): Promise<string[]> {
  // These pages have no frame of another origin, so results are assembled in the page instead of a new one.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (colourOnly ? axe.withRules(["color-contrast"]) : axe.withTags(RULES)).analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map(({ target }) => target.join(" "))
        .slice(0, 3)
        .join(", ")}`,
  );
}

test("the list of screens is complete: the installation has something for each, and somebody reads it", () => {
  const { screens: all, missing } = screens();
  expect(missing).toEqual([]);
  expect(all.length).toBeGreaterThan(45);
  for (const { who } of all) expect(READERS.map(([name]) => name)).toContain(who);
});

const softly = expect.configure({ soft: true });

for (const [width, height] of WIDTHS)
  for (const [who, half, of] of READERS)
    test(`every screen of ${who ?? "a stranger"} at ${width} px${of > 1 ? `, part ${half + 1}` : ""}`, async ({ page, missing }) => {
      test.setTimeout(600_000);
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ reducedMotion: "reduce" });
      if (who !== null) await signIn(page, who);
      const own = screens().screens.filter((screen) => screen.who === who);
      for (const [i, screen] of own.filter((_, i) => i % of === half).entries()) {
        const say = (what: string) => `${what} of ${screen.name} (${screen.path}) at ${width} px`;
        if (screen.status === 404) missing.add(screen.path);
        // On the phone the screens take turns, light and dark: each component that only a phone has stands on many of them.
        const dark = width < 1000 && i % 2 === 1;
        await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
        const answer = await page.goto(screen.path);
        expect.soft(answer?.status(), say("status")).toBe(screen.status);
        await page.evaluate(() => document.fonts.ready);
        const whole = who === null || who === "coo";
        // The others use the same components and colours, so theirs are checked once, on the desktop.
        if (whole || width > 1000) expect.soft(await complaints(page), say(`accessibility, ${dark ? "dark" : "light"}`)).toEqual([]);
        if (whole && width > 1000) {
          await page.emulateMedia({ colorScheme: "dark" });
          // Colours are read after drawing.
          await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
          // On a busy machine a colour may be read during a transition; a real error stays.
          await softly.poll(() => complaints(page, true), { message: say("accessibility, dark"), timeout: 10_000 }).toEqual([]);
        }
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect.soft(wide, say("width")).toBeLessThanOrEqual(width);
      }
    });

test("dialogs and forms with error messages follow the same rules", async ({ page }) => {
  await signIn(page, "coo");
  for (const [place, opener] of [
    ["/settings/people", null],
    ["/initiatives", /IN-06/],
  ] as const) {
    await page.goto(place);
    if (opener === null) continue;
    await page.getByRole("link", { name: opener }).click();
    await page.getByRole("button", { name: "Change", exact: true }).click();
    await page.getByLabel("Title").fill("");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("This is required.").first()).toBeVisible();
    expect(await complaints(page)).toEqual([]);
  }
});

test("script of an area page at first load, in bytes as sent", async ({ another }) => {
  const page = await another();
  await page.goto("/sign-in");
  const sent = new Map<string, number>();
  await page.getByLabel("E-mail").fill("ceo@adventure-works.example");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Today");
  const session = await page.context().storageState();
  const fresh = await page.context().browser()?.newContext({ storageState: session });
  if (!fresh) throw new Error("no browser");
  const first = await fresh.newPage();
  const cdp = await fresh.newCDPSession(first);
  await cdp.send("Network.enable");
  const scripts = new Set<string>();
  cdp.on("Network.responseReceived", ({ requestId, type }) => type === "Script" && scripts.add(requestId));
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) sent.set(requestId, encodedDataLength);
  });
  await first.goto(new URL("/operations", page.url()).href);
  await first.waitForLoadState("networkidle", { timeout: 5_000 }).catch(() => {}); // the stream of live updates never ends
  const total = [...sent.values()].reduce((sum, bytes) => sum + bytes, 0);
  await fresh.close();
  console.log(`First-load JavaScript of /operations: ${sent.size} files, ${(total / 1000).toFixed(0)} kB as sent`);
  expect(sent.size).toBeGreaterThan(3);
  expect(total).toBeLessThan(200_000);
});
