import "server-only";
import { now } from "@/lib/clock";
import { getCompany } from "@/lib/company/queries";
import { AppError } from "@/lib/errors";
import { appendAudit } from "@/lib/platform/audit/write";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { once } from "@/lib/platform/db/once";
import { writing } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import { refreshSummaries } from "../recompute/recompute";
import type { TakeBackInput } from "../schema";
import { lockKpi } from "./load";
import {
  type CurrentMeasurement,
  checkPeriod,
  conflict,
  currentValues,
  measurementKey,
  publicPart,
  snapshot,
  supersede,
  writeVersions,
} from "./measurement-rules";

type Earlier = { value: string | null; state: string; reason: string | null; note: string | null };

/**
 * Takes back the writer's own last save of a period: what stood there before stands there again, as a new version, or nothing when there
 * was nothing. Both stay in the history. Answers what the period says then, null for nothing. Throws CONFLICT when the value is no longer
 * the one the writer saved, FORBIDDEN when somebody else saved it.
 */
export async function takeBackMeasurement(viewer: Viewer, input: TakeBackInput): Promise<CurrentMeasurement | null> {
  return writing(viewer, async (tx) => {
    const sql = onTx(tx);
    const kpi = await lockKpi(sql, viewer, "measurement.record", input.kpiId);
    const { calendar } = await getCompany(sql);
    const period = checkPeriod(kpi, input.periodStart, calendar);
    const found = await currentValues(sql, [input]);
    const before = found.current.get(measurementKey(input)) ?? null;
    let first = false;
    await once(tx, viewer, "measurement.take-back", input, async () => {
      first = true;
    });
    if (!first) return before && publicPart(before);
    if (before === null || before.version !== input.seenVersion) throw conflict(period, before);
    if (before.byId !== viewer.personId) throw new AppError("FORBIDDEN", "Only who saved a value can take it back.");

    const at = now();
    const earlier = await replacedBy(sql, before.id);
    const reason = "the value saved after it was taken back";
    const version = (found.lastVersion.get(measurementKey(input)) ?? 0) + 1;
    const { kpiId, periodStart } = input;
    if (earlier === null) await supersede(sql, [before.id], at);
    else {
      const restored = { ...earlier, reason: earlier.state === "missing" ? earlier.reason : reason };
      await writeVersions(sql, viewer.personId, at, [{ kpiId, periodStart, replaces: before.id, version, ...restored }]);
    }
    await refreshSummaries(sql, [kpi.id], at);
    await appendAudit(sql, viewer, {
      action: "measurement.correct",
      subject: { type: "kpi", id: kpi.id, name: kpi.name },
      departmentId: kpi.departmentId,
      before: snapshot(periodStart, before),
      after:
        earlier === null
          ? { period: periodStart, value: null, state: "taken back", reason: null }
          : snapshot(periodStart, { ...earlier, reason }),
    });
    if (earlier === null) return null;
    return { version, value: earlier.value, state: earlier.state, reason: earlier.reason, by: viewer.name, at: at.toISOString() };
  });
}

/** The version that ended when this one began; null when there was none. */
async function replacedBy(sql: Sql, id: string): Promise<Earlier | null> {
  const [row] = await sql.query<Earlier>(Prisma.sql`
    SELECT trim_scale(e.value)::text AS value, e.state::text, e.reason, e.note FROM measurement m
    JOIN measurement e ON e.kpi_id = m.kpi_id AND e.series = m.series AND e.period_start = m.period_start AND e.version < m.version
      AND e.superseded_at >= m.recorded_at
    WHERE m.id = ${id}::bigint ORDER BY e.version DESC LIMIT 1`);
  return row ?? null;
}
