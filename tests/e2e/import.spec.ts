import type { Page } from "@playwright/test";
import { picture } from "./picture";
import { expect, signIn, test } from "./session";

/** Uploads a file, checks that its type is recognised, and imports it as suggested. */
async function bringFile(page: Page, name: string, rows: readonly string[], as: string, encoding: BufferEncoding = "utf8"): Promise<void> {
  await page.goto("/data");
  await page
    .getByLabel("Drop files here, or choose them")
    .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(`${rows.join("\r\n")}\r\n`, encoding) });
  await page.waitForURL(/\/data\/uploads\//);
  await expect(page.getByRole("combobox", { name: "Each row is" })).toHaveValue(as);
  await page.getByRole("button", { name: "Check changes" }).click();
  await page.getByRole("button", { name: /^Import \d/ }).click({ timeout: 60_000 });
  await expect(page.getByRole("heading", { name: "Imported" })).toBeVisible({ timeout: 60_000 });
}

/** A repair shop's export in a foreign format: German, semicolons, decimal commas, day first; three months of it. */
function repairs(prefix: string): string {
  const lines = ["Auftrags-Nr;Eröffnet am;Erledigt am;Zugesagt bis;Abteilung;Kosten"];
  const day = (n: number) => new Date(Date.UTC(2014, 0, 6 + n)).toISOString().slice(0, 10).split("-").reverse().join(".");
  // Two repairs on every weekday of sixteen weeks; the second one of each Tuesday and Friday is a day late.
  for (let n = 0; n < 112; n++)
    for (const of of [0, 1])
      lines.push(
        `${prefix}-${n}-${of};${day(n)};${day(n + (of === 1 && n % 7 > 0 && n % 3 === 1 ? 6 : 3))};${day(n + 5)};Production;${100 + n},50 €`,
      );
  return `${lines.join("\n")}\n`;
}

test("an unknown file becomes records and a charted KPI, without code", { tag: "@pictured" }, async ({ page }) => {
  const name = `Workshop ${Date.now() % 100_000}`;
  await signIn(page, "coo");
  await page.goto("/data");
  await page
    .getByLabel("Drop files here, or choose them")
    .setInputFiles({ name: `${name}.csv`, mimeType: "text/csv", buffer: Buffer.from(repairs("W")) });
  await page.waitForURL(/\/data\/uploads\//);

  // The detected format, and the suggestions.
  await expect(page.getByRole("combobox", { name: "Delimiter" })).toContainText("detected: semicolon");
  await expect(page.getByRole("combobox", { name: "Each row is" })).toHaveValue("records");
  await expect(page.getByRole("checkbox", { name: "Auftrags-Nr is a key" })).toBeChecked();
  await expect(page.getByRole("combobox", { name: "Department of a record" })).toHaveValue("Abteilung");
  await page.getByLabel("Name of the records").fill(name);
  await page.getByLabel("Name of this mapping").fill(name);
  await picture(page, "import-1-mapping");

  await page.getByRole("button", { name: "Check changes" }).click();
  await expect(page.getByRole("region", { name: "4. What would change" })).toContainText("224 rows read", { timeout: 60_000 });
  await picture(page, "import-2-check");
  await page.getByRole("button", { name: "Import 224 rows" }).click();
  await page.getByRole("link", { name: `Define a KPI from ${name}` }).click({ timeout: 60_000 });

  // A question instead of a measure; the chart is shown before anything is saved.
  await page.getByLabel("Calculation").selectOption("share");
  const share = page.getByRole("group", { name: "Counted for the share are those where" });
  await share.getByRole("button", { name: "Add a condition" }).click();
  await share.getByLabel(/condition 1: field$/).selectOption({ label: "Erledigt am" });
  await share.getByLabel(/condition 1: comparison$/).selectOption("<=");
  await share.getByLabel(/condition 1: compared with$/).selectOption("field");
  await share.getByLabel(/condition 1: other field$/).selectOption({ label: "Zugesagt bis" });
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview).toContainText("224 records. 16 periods have a value, from week of 6 January 2014 to week of 21 April 2014.", {
    timeout: 30_000,
  });
  await expect(preview.getByRole("figure")).toBeVisible();
  await picture(page, "import-3-define");

  await page.getByLabel("Name", { exact: true }).fill(`${name}: done as promised`);
  await page.getByLabel("Code", { exact: true }).fill(`WS-${Date.now() % 100_000}`);
  await page.getByLabel("Department", { exact: true }).selectOption({ label: "Production" });
  await page.getByLabel("Target: at least").fill("95");
  await page.getByRole("button", { name: "Define the KPI" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `${name}: done as promised` })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("table", { name: /^Values of/ }).getByRole("row")).toHaveCount(13);
  await picture(page, "import-4-charted");

  // The file again: nothing new, and its mapping is recognised by its headings.
  await page.goto("/data");
  await page
    .getByLabel("Drop files here, or choose them")
    .setInputFiles({ name: `${name}.csv`, mimeType: "text/csv", buffer: Buffer.from(repairs("W")) });
  await page.waitForURL(/\/data\/uploads\//);
  await expect(page.getByLabel("Name of this mapping")).toHaveValue(name);
  await page.getByRole("button", { name: "Check changes" }).click();
  await expect(page.getByText("All its rows exist already: there is nothing to import.")).toBeVisible({ timeout: 60_000 });
});

test("a folder of unknown files becomes a department with people, a KPI, its target and its chart", async ({ page }) => {
  const n = Date.now() % 100_000;
  await signIn(page, "coo");
  await bringFile(page, "Abteilungen.csv", ["\ufeffKostenstelle;Bezeichnung", `K${n};Backstube ${n}`, ";"], "departments");
  // Latin-1, first names apart, a row twice, an empty line, a total.
  const per = `P${n};Ångström;Zoë;zoe.${n}@sonne.example;K${n};01.03.2012`;
  const staff = ["Pers.-Nr.;Nachname;Vorname;E-Mail;Kst.;Eintritt", per, per, "", "Summe;;;;;"];
  await bringFile(page, "Personal.csv", staff, "people", "latin1");
  const kpi = `SICK-${n}`;
  const defined = "Kürzel;Kennzahl;Abteilung;Bereich;Einheit;Rhythmus;Verdichtung;Richtung";
  await bringFile(
    page,
    "Kennzahlen.csv",
    [defined, `${kpi};Krankentage ${n};Backstube ${n};Personal;Tage;monatlich;Summe;niedriger`],
    "kpis",
  );
  const values = ["Backstube;;;;;;", "Kennzahl;Nov 2013;Dez 2013;Jan 2014;Feb 2014;Mrz 2014;Apr 2014", `${kpi};4,5;6,0;5,5;9,0;4,0;7,5`];
  await bringFile(page, "Krankentage.csv", values, "measurements-wide");
  await bringFile(page, "Ziele.csv", ["Kennzahl;Gültig ab;Höchstens;Begründung", `${kpi};01.01.2014;6,5;Vereinbart`], "targets");

  await page.goto("/departments");
  await page.getByRole("link", { name: `Backstube ${n}`, exact: true }).click();
  const row = page.getByRole("table", { name: `KPIs of Backstube ${n}` }).getByRole("row", { name: `Krankentage ${n}` });
  await expect(row).toContainText("7.5");
  await row
    .getByRole("link", { name: `Krankentage ${n}` })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1, name: `Krankentage ${n}` })).toBeVisible();
  await expect(page.getByText(/≤ 6\.5/).first()).toBeVisible();
  await expect(page.getByRole("figure").first()).toBeVisible();
  await page.goto(`/settings/people?q=zoe.${n}`);
  await expect(page.getByRole("table").getByText("Zoë Ångström")).toBeVisible();
});

test("unreadable files are refused in a sentence, and rejects are listed with their reasons", { tag: "@pictured" }, async ({
  page,
  missing,
}) => {
  missing.add("/api/uploads"); // the browser itself reports the refusal of the first file
  await signIn(page, "admin");
  await page.goto("/data");
  const files = page.getByLabel("Drop files here, or choose them");
  await files.setInputFiles({ name: "table.xlsx.csv", mimeType: "text/csv", buffer: Buffer.from("PK\u0003\u0004 a workbook") });
  await expect(
    page.getByText("This seems to be a ZIP or Excel file, not a text file. Save the table as CSV and upload that."),
  ).toBeVisible();
  await files.setInputFiles({
    name: "seats.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("Position,Title,Department,Manager\nQ-1,Inspector,No such place,\n"),
  });
  await page.waitForURL(/\/data\/uploads\//);
  await expect(page.getByRole("combobox", { name: "Each row is" })).toHaveValue("positions");
  await page.getByRole("button", { name: "Check changes" }).click();
  await expect(page.getByRole("table", { name: "Rejected rows" })).toContainText("no department has this code", { timeout: 60_000 });
  await picture(page, "import-5-rejects");
  await expect(page.getByRole("button", { name: /^Import/ })).toBeHidden();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download all rejected rows" }).click()]);
  expect(file.suggestedFilename()).toBe("seats-rejects.csv");
  await page.getByRole("button", { name: "Remove file" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove file" }).click();
  await page.waitForURL(/\/data$/);
});
