import type { Viewer } from "@/lib/platform/authz/viewer";

/** A cell: text, a decimal as plain digits (a string, so that no digit is lost), a number, or nothing. */
export type Cell = string | number | null;

/** What a list is narrowed by, and its file with it. `state`: "all", or a state of the thing; `asOf`: as known on that day. */
export type TableFilter = { state: string } & Partial<
  Record<
    "area" | "department" | "kpi" | "initiative" | "owner" | "period" | "asOf" | "q" | "person" | "action" | "subject",
    string | undefined
  >
>;

/** A table for a file: rows arrive in batches, so that it is never entirely in memory. */
export type Table = {
  /** file name without ".csv" */
  name: readonly string[];
  /** the exported subject, for the audit log */
  subject: { type: string; id: string; name: string };
  departmentId: string | null;
  columns: readonly string[];
  batches: () => AsyncIterable<readonly (readonly Cell[])[]>;
};

export type MakeTable = (viewer: Viewer, filter: TableFilter) => Promise<Table | null> | Table | null;

/** Batches of a list that fits into memory, read when the first is requested. */
export async function* inBatches(load: () => Promise<readonly (readonly Cell[])[]>): AsyncIterable<readonly (readonly Cell[])[]> {
  const rows = await load();
  for (let from = 0; from < rows.length; from += 500) yield rows.slice(from, from + 500);
}
