import "server-only";
import { businessZone, dayOf } from "@/lib/clock";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { type DueNumber, listNumbersDue } from "../queries/numbers-due";

/**
 * Writes the notices "numbers-due" (a value is due today or tomorrow) and "numbers-late" (it was due earlier) for everybody who owes one,
 * once per person, measure and period however often it runs: a notice written after the end of a period covers that period or a later one.
 * If several periods of a measure are late, the notice names the newest; all of them are on My numbers. Needs the scope of the
 * installation. @param at now. Returns how many notices it wrote.
 */
export async function remindOfNumbers(sql: Sql, at: Date): Promise<number> {
  // Runs one at a time, whatever the number of workers: the second sees what the first has written.
  await sql.query(Prisma.sql`SELECT pg_advisory_xact_lock(hashtext('numbers.remind'))::text`);
  const people = await listNumbersDue(sql, "all", dayOf(at));
  const notices = people.flatMap(({ personId, due, late }) => [
    ...newest(due).map((number) => ({ personId, kind: "numbers-due", kpiId: number.kpiId, since: number.periodEnd })),
    ...newest(late).map((number) => ({ personId, kind: "numbers-late", kpiId: number.kpiId, since: number.periodEnd })),
  ]);
  if (notices.length === 0) return 0;
  const written = await sql.query<{ id: bigint }>(Prisma.sql`
    INSERT INTO notification (person_id, kind, at, subject_type, subject_id)
    SELECT n."personId", n.kind, ${at}::timestamptz, 'kpi', n."kpiId"
    FROM jsonb_to_recordset(${JSON.stringify(notices)}::jsonb) AS n ("personId" uuid, kind text, "kpiId" uuid, since date)
    WHERE NOT EXISTS (SELECT FROM notification o WHERE o.person_id = n."personId" AND o.kind = n.kind AND o.subject_type = 'kpi' AND o.subject_id = n."kpiId" AND (o.at AT TIME ZONE ${businessZone()})::date > n.since)
    RETURNING id`);
  return written.length;
}

/** The newest period of each measure. */
function newest(numbers: readonly DueNumber[]): DueNumber[] {
  const byKpi = new Map<string, DueNumber>();
  for (const number of numbers) {
    const known = byKpi.get(number.kpiId);
    if (known === undefined || known.period < number.period) byKpi.set(number.kpiId, number);
  }
  return [...byKpi.values()];
}
