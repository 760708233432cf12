import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Tx } from "@/lib/platform/db/client";

const day = z.iso.date();
const Written = z.array(
  z.strictObject({
    ...{ code: z.string(), question: z.string(), background: z.string(), area: z.string(), decider: z.string(), askedBy: z.string() },
    ...{ askedOn: day, decideBy: day, atStake: z.string().nullable(), kpi: z.string().nullable(), initiative: z.string().nullable() },
    options: z.array(
      z.strictObject({ title: z.string(), detail: z.string(), gain: z.string().nullable(), odds: z.int().nullable(), risk: z.string() }),
    ),
    /** The chosen option, from 1, with everything stated when deciding. */
    ...{
      chosen: z.int().optional(),
      reason: z.string().optional(),
      sure: z.int().optional(),
      decidedOn: day.optional(),
      reviewOn: day.optional(),
    },
    holds: z.strictObject({ kpi: z.string(), side: z.enum(["at-most", "at-least"]), bound: z.string(), on: day }).nullish(),
    ...{ outcome: z.enum(["as-expected", "worse"]).optional(), outcomeText: z.string().optional(), scoredOn: day.optional() },
  }),
);

const date = (iso: string): Date => new Date(`${iso}T00:00:00Z`);
/** Recorded at nine in the morning. */
const at = (iso: string): Date => new Date(`${iso}T09:00:00Z`);

/**
 * Decisions requested by that day, in their state at that time; existing ones continue. Marked as written for the demonstration. Returns
 * their number.
 */
export async function writeDecisions(tx: Tx, knownOn: string): Promise<number> {
  const file = readFileSync(join(import.meta.dirname, "written/decisions.json"), "utf8");
  const decisions = Written.parse(JSON.parse(file)).filter(({ askedOn }) => askedOn <= knownOn);
  const [kpis, people, initiatives] = [await tx.kpi.findMany(), await tx.person.findMany(), await tx.initiative.findMany()];
  const byCode = <T extends { code: string }>(what: string, rows: readonly T[], code: string): T => {
    const row = rows.find((one) => one.code === code);
    if (!row) throw new Error(`There is no ${what} ${code}`);
    return row;
  };
  for (const { code, question, background, area, decider, askedBy, askedOn, decideBy, atStake, options, ...more } of decisions) {
    const owner = byCode("person", people, decider);
    const asker = byCode("person", people, askedBy);
    const kpi = more.kpi === null ? null : byCode("KPI", kpis, more.kpi);
    const initiative = more.initiative === null ? null : byCode("initiative", initiatives, more.initiative);
    const departmentId = kpi?.departmentId ?? initiative?.departmentId ?? owner.departmentId ?? asker.departmentId;
    if (departmentId === null) throw new Error(`${code} belongs to no department`);
    const found = await tx.decision.findUnique({ where: { code }, select: { id: true, decidedAt: true, scoredAt: true } });
    const about = [
      ...(kpi === null ? [] : [{ subjectType: "kpi", subjectId: kpi.id }]),
      ...(initiative === null ? [] : [{ subjectType: "initiative", subjectId: initiative.id }]),
    ];
    const { id } =
      found ??
      (await tx.decision.create({
        data: {
          ...{ code, question, background, area: z.enum(AREAS).parse(area), departmentId, ownerId: owner.id, askedById: asker.id },
          ...{ askedAt: at(askedOn), decideBy: date(decideBy), atStake, demonstration: true },
          options: { create: options.map((option, n) => ({ place: n + 1, ...option })) },
          about: { create: about },
        },
        select: { id: true },
      }));
    const { chosen, reason, sure, decidedOn, reviewOn, holds, outcome, outcomeText, scoredOn } = more;
    if (decidedOn !== undefined && decidedOn <= knownOn && found?.decidedAt == null) {
      const option = await tx.decisionOption.findFirstOrThrow({ where: { decisionId: id, place: chosen ?? 1 }, select: { id: true } });
      const by = holds
        ? { holdsKpiId: byCode("KPI", kpis, holds.kpi).id, holdsSide: holds.side, holdsBound: holds.bound, holdsOn: date(holds.on) }
        : {};
      await tx.decision.update({
        where: { id },
        data: {
          ...{ chosenOptionId: option.id, reason: reason ?? "", sure: sure ?? 50, reviewOn: date(reviewOn ?? decideBy), ...by },
          ...{ decidedById: owner.id, decidedAt: at(decidedOn) },
        },
      });
    }
    if (scoredOn !== undefined && outcome !== undefined && scoredOn <= knownOn && found?.scoredAt == null)
      await tx.decision.update({
        where: { id },
        data: { outcome, outcomeText: outcomeText ?? "", scoredById: owner.id, scoredAt: at(scoredOn) },
      });
  }
  return decisions.length;
}

const AREAS = [
  "operations",
  "strategy",
  "performance",
  "improvement",
  "people",
  "communication",
  "risk",
  "finance",
  "innovation",
  "customer",
] as const;
