import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { joinInstallation } from "../../scripts/installation.mjs";
import { modeEnvironment } from "../../scripts/mode.mjs";
import { runTypeScript } from "../../scripts/ts-run.mjs";

const columns = (...names: string[]) => Object.fromEntries(names.map((name) => [name, { from: name }]));
const KPI = ["code", "name", "department", "position", "areas", "unit", "frequency", "aggregation", "direction", "source", "minimum"];
const INTO = {
  departments: { target: "departments", columns: columns("code", "name", "parent") },
  kpis: { target: "kpis", columns: columns(...KPI) },
  values: { target: "measurements", layout: "long", columns: columns("kpi", "period", "value") },
};

/** Data of the installation under test for programs on its machine. */
export async function installation() {
  const found = await joinInstallation({ dataDir: path.resolve(process.env.E2E_DATA_DIR ?? ".data-e2e"), given: undefined });
  if (found === null) throw new Error("No installation runs.");
  return {
    adminUrl: found.adminUrl ?? "",
    env: { ...modeEnvironment("demonstration"), DATABASE_URL: found.workUrl, OWNER_DATABASE_URL: found.ownerUrl },
  };
}

/** Imports rows like `npm run import` while the application is being served; `at`: the time of that day, "09:00", at which it is done. */
export async function bringIn(what: keyof typeof INTO, rows: string, at = "08:00"): Promise<void> {
  const { env } = await installation();
  const dir = mkdtempSync(path.join(tmpdir(), "journey-"));
  const [mapping, file] = [path.join(dir, "mapping.json"), path.join(dir, `${what}.csv`)];
  writeFileSync(mapping, JSON.stringify({ name: `Journey: ${what}`, into: INTO[what] }));
  writeFileSync(file, `${Object.keys(INTO[what].columns).join(",")}\n${rows}\n`);
  try {
    await runTypeScript("scripts/import.ts", ["--mapping", mapping, file], { ...env, CLOCK: `2014-06-02T${at}:00Z` });
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** The rows of a weekly KPI, from that Monday on. */
export const weekly = (kpi: string, from: string, values: readonly number[]): string =>
  values
    .map((value, week) => `${kpi},${new Date(Date.parse(from) + week * 7 * 86_400_000).toISOString().slice(0, 10)},${value}`)
    .join("\n");

/** This many weeks of ordinary values between 9 and 13. */
export const usual = (weeks: number): number[] => Array.from({ length: weeks }, (_, week) => [11, 9, 12, 10, 13, 11, 10][week % 7] ?? 11);
