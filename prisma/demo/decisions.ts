import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { AREAS } from "@/lib/areas";
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

const AreaSlugs = z.enum(AREAS.map(({ slug }) => slug));
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
    const { chosen, reason, sure, decidedOn, reviewOn, holds, outcome, outcomeText, scoredOn } = more;
    const ids = options.map(() => randomUUID());
    const holdsBy = holds
      ? { holdsKpiId: byCode("KPI", kpis, holds.kpi).id, holdsSide: holds.side, holdsBound: holds.bound, holdsOn: date(holds.on) }
      : {};
    const choice = (chosenOptionId: string) =>
      decidedOn === undefined || decidedOn > knownOn
        ? {}
        : {
            ...{ chosenOptionId, reason: reason ?? "", sure: sure ?? 50, reviewOn: date(reviewOn ?? decideBy), ...holdsBy },
            ...{ decidedById: owner.id, decidedAt: at(decidedOn) },
          };
    const score =
      scoredOn === undefined || outcome === undefined || scoredOn > knownOn
        ? {}
        : { outcome, outcomeText: outcomeText ?? "", scoredById: owner.id, scoredAt: at(scoredOn) };
    if (found === null) {
      const about = [
        ...(kpi === null ? [] : [{ subjectType: "kpi", subjectId: kpi.id }]),
        ...(initiative === null ? [] : [{ subjectType: "initiative", subjectId: initiative.id }]),
      ];
      // Written whole, the choice before its options: an update would keep a past that never was.
      await tx.$executeRaw`SET CONSTRAINTS decision_chosen_option_id_fkey DEFERRED`;
      await tx.decision.create({
        data: {
          ...{ code, question, background, area: AreaSlugs.parse(area), departmentId, ownerId: owner.id, askedById: asker.id },
          ...{
            askedAt: at(askedOn),
            decideBy: date(decideBy),
            atStake,
            demonstration: true,
            ...choice(ids[(chosen ?? 1) - 1] ?? ""),
            ...score,
          },
          options: { create: options.map((option, n) => ({ id: ids[n] ?? randomUUID(), place: n + 1, ...option })) },
          about: { create: about },
        },
        select: { id: true },
      });
      continue;
    }
    const option = await tx.decisionOption.findFirstOrThrow({ where: { decisionId: found.id, place: chosen ?? 1 }, select: { id: true } });
    const data = { ...(found.decidedAt === null && choice(option.id)), ...(found.scoredAt === null && score) };
    if (Object.keys(data).length > 0) await tx.decision.update({ where: { id: found.id }, data, select: { id: true } });
  }
  return decisions.length;
}
