import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { joinInstallation } from "../../scripts/installation.mjs";
import { modeEnvironment } from "../../scripts/mode.mjs";
import { runTypeScript } from "../../scripts/ts-run.mjs";
import { picture } from "./picture";
import { openKpi } from "./places";
import { expect, signIn, test } from "./session";

const NAME = "Deliveries sent back to suppliers";
const line = (page: Page, text: string) => page.locator("[data-row]").filter({ hasText: text });
const signals = (page: Page) => page.getByRole("region", { name: "Signals" });

const columns = (...names: string[]) => Object.fromEntries(names.map((name) => [name, { from: name }]));
const MAPPINGS = {
  kpis: {
    name: "Journey: a KPI",
    into: {
      target: "kpis",
      columns: columns(
        "code",
        "name",
        "department",
        "position",
        "areas",
        "unit",
        "frequency",
        "aggregation",
        "direction",
        "source",
        "minimum",
      ),
    },
  },
  values: { name: "Journey: its values", into: { target: "measurements", layout: "long", columns: columns("kpi", "period", "value") } },
};

/** Brings a file in as `npm run import` does, while the application is being served. */
async function bringIn(what: keyof typeof MAPPINGS, csv: string): Promise<void> {
  const installation = await joinInstallation({ dataDir: path.resolve(process.env.E2E_DATA_DIR ?? ".data-e2e"), given: undefined });
  if (installation === null) throw new Error("No installation runs.");
  const dir = mkdtempSync(path.join(tmpdir(), "journey-"));
  const [mapping, file] = [path.join(dir, "mapping.json"), path.join(dir, `${what}.csv`)];
  writeFileSync(mapping, JSON.stringify(MAPPINGS[what]));
  writeFileSync(file, csv);
  await runTypeScript("scripts/import.ts", ["--mapping", mapping, file], {
    ...modeEnvironment("demonstration"),
    DATABASE_URL: installation.appUrl,
    OWNER_DATABASE_URL: installation.ownerUrl,
  });
}

/** One value a week from that Monday on. */
const weekly = (from: string, values: readonly number[]) =>
  `kpi,period,value\n${values
    .map((value, week) => `RET-01,${new Date(Date.parse(from) + week * 7 * 86_400_000).toISOString().slice(0, 10)},${value}`)
    .join("\n")}\n`;

test("a signal is asked about, explained, acted on, verified by the next week and closed by the third", async ({ page, another }) => {
  await bringIn(
    "kpis",
    `code,name,department,position,areas,unit,frequency,aggregation,direction,source,minimum\nRET-01,${NAME},5,PURCHASING-MANAGER,operations,deliveries,week,sum,lower,imported,0\n`,
  );
  // Six months between 9 and 13 a week, and then 31 in the week of 5 May.
  const usual = Array.from({ length: 28 }, (_, week) => [11, 9, 12, 10, 13, 11, 10][week % 7] ?? 11);
  await bringIn("values", weekly("2013-10-21", [...usual, 31]));
  await signIn(page, "coo");
  await page.goto("/");
  const opened = line(page, NAME);
  await expect(opened).toBeVisible();
  await picture(page, "closes-1-today-opened");
  await opened.getByRole("button", { name: /^Ask/ }).click();
  const ask = page.getByRole("dialog", { name: "Ask why" });
  await ask.getByLabel("Question").fill("Which supplier is it?");
  await ask.getByRole("button", { name: "Ask", exact: true }).click();
  await expect(ask).toHaveCount(0);

  const lead = await another("purchasing");
  await openKpi(lead, "Purchasing", NAME);
  const kpi = new URL(lead.url()).pathname;
  await expect(signals(lead)).toContainText("Which supplier is it?");
  await lead.goto("/");
  await line(lead, "Which supplier is it?")
    .getByRole("button", { name: /^Explain/ })
    .click();
  const explain = lead.getByRole("dialog", { name: "Explain" });
  await explain.getByLabel("What happened, and why").fill("One supplier changed its packing, and every third box was torn.");
  await picture(lead, "closes-2-explain");
  await explain.getByRole("button", { name: "Send the explanation" }).click();
  await expect(explain).toHaveCount(0);

  await page.goto(kpi);
  await signals(page)
    .getByRole("link", { name: /^(Open an initiative|Initiative)/ })
    .click();
  await page.getByLabel("Title").fill("Packing agreed with the supplier");
  await page.getByLabel("Owner").selectOption({ label: "Sheela Word, Purchasing" });
  await page.getByLabel("Due", { exact: true }).fill("2014-06-20");
  await page.getByLabel(/^By at least/).fill("-1");
  await page.getByLabel(/^Likely/).fill("-2");
  await page.getByLabel(/^At best/).fill("-3");
  await page.getByLabel("From", { exact: true }).fill("2014-06-30");
  await picture(page, "closes-3-initiative-from-the-signal");
  await page.getByRole("button", { name: "Assign", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Packing agreed with the supplier" })).toBeVisible();
  await picture(page, "closes-4-initiative");

  // The week after is back where it was: verified, and nothing that needs anybody any more.
  await bringIn("values", weekly("2014-05-12", [12]));
  await page.goto(kpi);
  await expect(signals(page)).toContainText("Verified: the values no longer show it");
  await expect(signals(page)).not.toContainText("3 points in a row");
  await picture(page, "closes-5-verified");
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Today");
  await expect(line(page, NAME).getByRole("button", { name: /^Ask/ })).toHaveCount(0);

  // Two more, and it is closed: three in a row inside the usual range.
  await bringIn("values", weekly("2014-05-19", [10, 11]));
  await page.goto(kpi);
  await expect(signals(page)).toContainText("3 points in a row inside its usual range.");
  await expect(page.getByRole("link", { name: "Packing agreed with the supplier" }).first()).toBeVisible();
  await picture(page, "closes-6-closed");
});
