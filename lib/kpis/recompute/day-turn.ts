import "server-only";
import { now, todayBegan } from "@/lib/clock";
import { recompute, refreshSummaries } from "@/lib/kpis/recompute/recompute";
import { Prisma } from "@/lib/platform/db/client";
import { bulkWriting, reading } from "@/lib/platform/db/scope";
import { onClient, onTx } from "@/lib/platform/db/sql";

const BATCH = 200;

/**
 * The daily work: periods that ended are computed from their records, provisional values past their due day are shown as final, limits and
 * signals follow. One transaction per kind of records, then per batch of KPIs. Each records whether it has been done today, so after a
 * crash the work continues where it stopped.
 */
export async function turnDay(): Promise<{ kinds: number; summaries: number }> {
  const kinds = await reading("system", (tx) =>
    onTx(tx).query<{ id: number }>(Prisma.sql`SELECT DISTINCT record_kind_id AS id FROM kpi WHERE source = 'records' AND archived_at IS NULL
      AND record_kind_id IS NOT NULL AND NOT EXISTS (SELECT FROM kpi_summary s WHERE s.kpi_id = kpi.id AND s.computed_at >= ${todayBegan()}::timestamptz) ORDER BY 1`),
  );
  let summaries = 0;
  for (const { id } of kinds) {
    const done = await inTurn((client) => recompute(client, { recordKindIds: [id] }, now()));
    summaries += done.summaries;
  }
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const done = await inTurn(async (client) => {
      const sql = onClient(client);
      const stale = await sql.query<{ id: string }>(Prisma.sql`SELECT k.id::text FROM kpi k JOIN kpi_summary s ON s.kpi_id = k.id
        WHERE k.id > ${after}::uuid AND k.archived_at IS NULL AND s.computed_at < ${todayBegan()}::timestamptz ORDER BY k.id LIMIT ${BATCH}`);
      if (stale.length > 0)
        await refreshSummaries(
          sql,
          stale.map((kpi) => kpi.id),
          now(),
        );
      return stale;
    });
    summaries += done.length;
    const last = done.at(-1);
    if (!last) return { kinds: kinds.length, summaries };
    after = last.id;
  }
}

/** Imports compute too: both take turns, and wait for each other as long as needed. */
const inTurn = <T>(run: Parameters<typeof bulkWriting<T>>[1]) =>
  bulkWriting("system", async (client) => {
    await client.query("SELECT set_config('lock_timeout', '10min', true)");
    await client.query("SELECT pg_advisory_xact_lock(hashtext('import'))");
    return run(client);
  });
