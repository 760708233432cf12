import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Mapping } from "@/lib/imports/mapping";
import { importFile } from "@/lib/imports/run";

const here = import.meta.dirname;

type Source = { mapping: string; file: string };
const records = (mapping: string, file: string): Source => ({ mapping, file: `files/${file}.csv.gz` });
const written = (name: string): Source => ({ mapping: name, file: `written/${name}.csv` });

/** Everything that comes in through the import, in the order in which one builds on another. */
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

/** The saved mapping of that name. */
export const readMapping = (name: string): Mapping =>
  Mapping.parse(JSON.parse(readFileSync(join(here, "mappings", `${name}.json`), "utf8")));

/**
 * Brings one source in as a customer's file would be, without recomputing KPIs. `knownOn`: only what was known at the end of that day;
 * null: the whole file. Answers the rows read. Throws with the first reasons when a row is rejected.
 */
export async function bringIn({ mapping, file }: Source, knownOn: string | null): Promise<{ rows: number; taken: number }> {
  const result = await importFile("system", { mapping: readMapping(mapping), file: join(here, file), knownOn, compute: false });
  if (result.outcome === "refused") {
    const reasons = result.rejects.slice(0, 5).map((r) => `line ${r.line}, ${r.column} "${r.value}": ${r.reason}`);
    throw new Error(`${file}: ${result.rejectedRows} rows were rejected. ${reasons.join("; ")}`);
  }
  return { rows: result.rows, taken: result.newRows + result.changedRows + result.sameRows };
}
