import { addDays } from "@/lib/calendar/dates";
import { periodOf } from "@/lib/calendar/periods";
import { getCompany } from "@/lib/company/queries";
import type { KpiAnnotation, KpiPoint } from "@/lib/kpis/chart/chart-limits";
import { type KpiSummary, summarise } from "@/lib/kpis/summary/summary";
import type { Tx } from "@/lib/platform/db/client";
import { onTx } from "@/lib/platform/db/sql";
import { levelOf, moneyOf } from "@/lib/signals/life/severity";
import { FIRST, SECOND } from "./mornings";

/** Beginning of an annotation that accepts a level; limits may also start again for other reasons. */
const ACCEPTED = "New level accepted";

const iso = (date: Date): string => date.toISOString().slice(0, 10);
const at = (day: string, time: string): Date => new Date(`${day}T${time}:00Z`);

/**
 * The closed signals behind the levels accepted before the first morning. Values are read period by period, as they would have arrived, up
 * to the one that first showed the sustained shift; the level is accepted two days later, with the words of the annotation. A level the
 * rules would not have proposed leaves no signal. Returns how many were written.
 */
export async function writeAcceptedLevels(tx: Tx): Promise<number> {
  const { calendar } = await getCompany(onTx(tx));
  const coo = await tx.person.findUniqueOrThrow({ where: { code: "COO" } });
  const kpis = await tx.kpi.findMany({
    where: { annotations: { some: { kind: "baseline", demonstration: true } } },
    include: { position: true },
  });
  let written = 0;
  for (const kpi of kpis) {
    // One after another: includes of a statement are queried in parallel, on the transaction's one connection.
    const annotations = await tx.annotation.findMany({ where: { kpiId: kpi.id, kind: { not: "note" } }, orderBy: { onDate: "asc" } });
    const measurements = await tx.measurement.findMany({
      where: { kpiId: kpi.id, series: "actual", supersededAt: null },
      orderBy: { periodStart: "asc" },
    });
    const number = (value: { toString(): string } | null) => (value === null ? null : Number(value));
    const points = measurements.map(
      (m): KpiPoint => ({
        period: iso(m.periodStart),
        value: number(m.value),
        numerator: number(m.numerator),
        denominator: number(m.denominator),
        state: m.state,
      }),
    );
    const terms = {
      ...kpi,
      minimum: number(kpi.minimum),
      maximum: number(kpi.maximum),
      startsOn: null,
      endsOn: null,
      archived: false,
    };
    const notes = annotations.map(({ onDate, kind, text }): KpiAnnotation & { text: string } => ({ onDate: iso(onDate), kind, text }));
    const levels = notes.filter((note) => note.kind === "baseline");
    for (const [index, level] of levels.entries()) {
      if (!level.text.startsWith(ACCEPTED)) continue;
      const before = notes.filter((note) => note.kind === "exclude" || note.onDate < level.onDate);
      const until = levels[index + 1]?.onDate ?? iso(new Date(SECOND.at));
      const seen = firstSeen(points, level.onDate, until, (known) =>
        summarise(terms, [], known, before, iso(new Date(SECOND.at)), calendar),
      );
      if (seen?.signal?.shift == null || seen.latestPeriod === null || seen.latestValue === null) continue;
      const { signal } = seen;
      const opened = addDays(periodOf(seen.latestPeriod, kpi.frequency, calendar).end, 1);
      if (at(opened, "06:00") >= new Date(FIRST.at)) continue;
      const money = moneyOf(kpi, seen.latestValue, seen.mean);
      const closedAt = at(addDays(opened, 2), "09:00");
      const own = { kpiId: kpi.id, openedAt: at(opened, "06:00") };
      if ((await tx.signal.count({ where: own })) > 0) continue;
      await tx.signal.create({
        data: {
          ...own,
          departmentId: kpi.departmentId,
          ownerId: kpi.position?.holderId ?? null,
          rules: signal.rules,
          tone: signal.tone,
          severity: signal.severity,
          level: levelOf({ ...signal, money: money === null ? null : Number(money.amount), reach: 0 }),
          money: money?.amount ?? null,
          moneyUnit: money?.unit ?? null,
          periodStart: new Date(signal.since),
          lastPeriod: new Date(seen.latestPeriod),
          value: seen.latestValue,
          state: "closed",
          closedAt,
          acceptedAt: closedAt,
          shiftFrom: new Date(signal.shift?.from ?? level.onDate),
          shiftBefore: signal.shift?.before ?? null,
          shiftAfter: signal.shift?.after ?? null,
          version: 2,
          events: {
            create: [
              { at: own.openedAt, step: "opened", personId: kpi.position?.holderId ?? null },
              { at: closedAt, step: "new-level", actorId: coo.id, text: level.text },
            ],
          },
        },
      });
      written += 1;
    }
  }
  return written;
}

function firstSeen(points: readonly KpiPoint[], from: string, until: string, read: (known: KpiPoint[]) => KpiSummary): KpiSummary | null {
  for (const [index, point] of points.entries()) {
    if (point.period < from || point.period >= until || point.value === null) continue;
    const found = read(points.slice(0, index + 1));
    if (found.signal?.shift) return found;
  }
  return null;
}
