import "server-only";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { refreshSummaries } from "../recompute/recompute";
import type { TakeBackInput } from "../schema";
import { KPI } from "./load";
import { type CurrentMeasurement, conflict, periodOfKpi, publicPart, snapshot, supersede, writeVersions } from "./measurement-rules";

type Earlier = { value: string | null; state: string; reason: string | null; note: string | null };

/**
 * Takes back the writer's own last save of a period: the value before it becomes current again, as a new version, or there is no value if
 * there was none. Both stay in the history. Returns the period's current value, null for none. Throws CONFLICT if the value is no longer
 * the one the writer saved, FORBIDDEN if somebody else saved it.
 */
export const takeBackMeasurement = defineCommand({
  verb: "measurement.record",
  audit: "measurement.correct",
  entity: KPI,
  at: (input: TakeBackInput) => input.kpiId,
  guard: "key",
  again: async ({ sql, row: kpi, input }): Promise<CurrentMeasurement | null> => {
    const { before } = await periodOfKpi(sql, kpi, input);
    return before && publicPart(before);
  },
  run: async ({ sql, viewer, row: kpi, input }) => {
    const { period, before, version } = await periodOfKpi(sql, kpi, input);
    if (before === null || before.version !== input.seenVersion) throw conflict(period, before);
    if (before.byId !== viewer.personId) throw new AppError("FORBIDDEN", "Only the person who saved a value can undo it.");

    const at = now();
    const earlier = await replacedBy(sql, before.id);
    const reason = "the value saved after it was taken back";
    const { kpiId, periodStart } = input;
    const was = snapshot(periodStart, before);
    if (earlier === null) {
      await supersede(sql, [before.id], at);
      await refreshSummaries(sql, [kpi.id], at);
      return { before: was, after: { period: periodStart, value: null, state: "taken back", reason: null }, answer: null };
    }
    const restored = { ...earlier, reason: earlier.state === "missing" ? earlier.reason : reason };
    await writeVersions(sql, viewer.personId, at, [{ kpiId, periodStart, replaces: before.id, version, ...restored }]);
    await refreshSummaries(sql, [kpi.id], at);
    const { value, state } = earlier;
    return {
      before: was,
      after: snapshot(periodStart, { ...earlier, reason }),
      answer: { version, value, state, reason: earlier.reason, by: viewer.name, at: at.toISOString() },
    };
  },
});

/** The version that ended when this one began; null if there was none. */
async function replacedBy(sql: Sql, id: string): Promise<Earlier | null> {
  const [row] = await sql.query<Earlier>(Prisma.sql`
    SELECT trim_scale(e.value)::text AS value, e.state::text, e.reason, e.note FROM measurement m
    JOIN measurement e ON e.kpi_id = m.kpi_id AND e.series = m.series AND e.period_start = m.period_start AND e.version < m.version
      AND e.superseded_at >= m.recorded_at
    WHERE m.id = ${id}::bigint ORDER BY e.version DESC LIMIT 1`);
  return row ?? null;
}
