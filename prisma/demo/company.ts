import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import type { IsoDate } from "@/lib/calendar/dates";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { periodOf } from "@/lib/calendar/periods";
import { getCompany } from "@/lib/company/queries";
import { Mapping } from "@/lib/imports/mapping";
import { importFile } from "@/lib/imports/run/run";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";

const here = import.meta.dirname;

export type Source = { mapping: string; file: string };
const records = (mapping: string, file: string): Source => ({ mapping, file: `files/${file}.csv.gz` });
const written = (name: string): Source => ({ mapping: name, file: `written/${name}.csv` });

/** Everything that is imported, in order of dependency. */
export const SOURCES: Source[] = [
  written("company"),
  records("departments", "hr_department"),
  records("people", "people"),
  written("extra-people"),
  written("positions"),
  records("account", "dw_dim_account"),
  records("location", "production_location"),
  records("product", "production_product"),
  records("scrap-reason", "production_scrap_reason"),
  records("territory", "sales_territory"),
  records("vendor", "purchasing_vendor"),
  records("work-order", "production_work_order"),
  records("operation", "production_work_order_routing"),
  records("purchase-order", "purchasing_purchase_order_header"),
  records("purchase-line", "purchase_line"),
  records("sales-order", "sales_order_header"),
  records("ledger-line", "dw_fact_finance"),
  records("call-centre-shift", "dw_fact_call_center"),
  records("employment", "employment"),
  records("place", "employment"),
  records("stock", "production_product_inventory"),
  written("kpis"),
  written("targets"),
  written("values"),
  written("shares"),
];

const PARTLY = ["kpis", "targets", "values", "shares"];
const CALL_CENTRE_FROM = "2014-05-01";
const Frequency = z.enum(["day", "week", "month", "quarter", "half_year", "year"]);

/** The saved mapping of that name. */
export const readMapping = (name: string): Mapping =>
  Mapping.parse(JSON.parse(readFileSync(join(here, "mappings", `${name}.json`), "utf8")));

/**
 * The rows of a written file known on that day: a value once its period had ended, and nothing of the call centre before its first shift,
 * because a KPI over records needs records.
 */
function writtenBy(file: string, day: IsoDate, calendar: FiscalCalendar): Buffer {
  const table = (name: string): Record<string, string>[] => parse(readFileSync(join(here, name)), { columns: true });
  const frequencies = new Map(table("written/kpis.csv").map((kpi) => [kpi.code, Frequency.parse(kpi.frequency)]));
  const there = ({ kpi, code = kpi ?? "", period }: Record<string, string>) => {
    if (code.startsWith("CC-") && day < CALL_CENTRE_FROM) return false;
    if (period === undefined) return true;
    const frequency = frequencies.get(code);
    if (frequency === undefined) throw new Error(`${file}: there is no KPI ${code}`);
    return periodOf(period, frequency, calendar).end < day;
  };
  const rows = table(file).filter(there);
  const columns = Object.keys(rows[0] ?? {});
  const cell = (text = "") => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return Buffer.from(
    [columns, ...rows.map((row) => columns.map((column) => row[column]))].map((cells) => `${cells.map(cell).join(",")}\n`).join(""),
  );
}

const calendarNow = async () => (await reading("system", (tx) => getCompany(onTx(tx)))).calendar;

/**
 * Imports one source like a customer's file, without recomputing KPIs. `knownOn`: only what was known at the end of that day; null: the
 * whole file. Returns the number of rows. Throws with the first reasons if a row is rejected.
 */
export async function bringIn({ mapping, file }: Source, knownOn: IsoDate | null): Promise<{ rows: number; taken: number }> {
  const partly = knownOn !== null && PARTLY.includes(mapping);
  const result = await importFile("system", {
    mapping: readMapping(mapping),
    file: partly ? Readable.from([writtenBy(file, knownOn, await calendarNow())]) : join(here, file),
    fileName: basename(file),
    asOf: knownOn,
    compute: false,
  });
  if (result.outcome === "refused") {
    const reasons = result.rejects.slice(0, 5).map((r) => `line ${r.line}, ${r.column} "${r.value}": ${r.reason}`);
    throw new Error(`${file}: ${result.rejectedRows} rows were rejected. ${reasons.join("; ")}`);
  }
  return { rows: result.rows, taken: result.newRows + result.changedRows + result.sameRows };
}
