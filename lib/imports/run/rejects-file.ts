import "server-only";
import { open } from "node:fs/promises";
import type { PoolClient } from "pg";
import type { Reject } from "@/lib/platform/entities/rejects";
import { BYTE_ORDER_MARK, csvLine } from "@/lib/tables/csv";

const PAGE = 5_000;

/** Every reject of the import under way as CSV (line, column, value, reason), with the mark by which spreadsheets know UTF-8. */
export async function writeRejects(client: PoolClient, path: string): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    await file.write(BYTE_ORDER_MARK + csvLine(["line", "column", "value", "reason"]));
    await client.query(
      `DECLARE reject_list NO SCROLL CURSOR FOR SELECT line, "column", value, reason FROM import_rejects ORDER BY line, "column", reason`,
    );
    for (;;) {
      const { rows } = await client.query<Reject>(`FETCH ${PAGE} FROM reject_list`);
      if (rows.length === 0) break;
      await file.write(rows.map((r) => csvLine([r.line, r.column, r.value, r.reason])).join(""));
    }
    await client.query("CLOSE reject_list");
  } finally {
    await file.close();
  }
}
