import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { now } from "@/lib/clock";
import type { Tx } from "@/lib/platform/db/client";

const day = z.iso.date();
const read = <T>(schema: z.ZodType<T>, file: string): T =>
  schema.parse(JSON.parse(readFileSync(join(import.meta.dirname, "written", file), "utf8")));

const Annotations = z.array(
  z.strictObject({
    kpi: z.string(),
    onDate: day,
    /** When it was recorded, if that matters: a new level is accepted after some points of it. */
    knownOn: day.optional(),
    kind: z.enum(["note", "baseline", "exclude"]),
    text: z.string(),
  }),
);

const Initiatives = z.array(
  z.strictObject({
    code: z.string(),
    title: z.string(),
    summary: z.string(),
    kind: z.enum(["strategic", "improvement", "innovation", "mitigation", "corrective"]),
    stage: z.enum(["proposed", "active", "paused", "done", "stopped"]),
    department: z.string(),
    owner: z.string(),
    sponsor: z.string(),
    area: z.enum([
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
    ]),
    startsOn: day,
    baselineDueOn: day,
    dueOn: day,
    closedOn: day.optional(),
    updateEveryDays: z.int(),
    milestones: z.array(z.strictObject({ title: z.string(), owner: z.string(), baselineDueOn: day, dueOn: day, doneOn: day.nullable() })),
    effects: z.array(z.strictObject({ kpi: z.string(), low: z.number(), likely: z.number(), high: z.number(), fromOn: day })),
    updates: z.array(
      z.strictObject({
        author: z.string(),
        at: z.iso.datetime(),
        judgement: z.enum(["on_track", "watch", "off_track"]),
        text: z.string(),
        obstacle: z.string(),
      }),
    ),
    actions: z.array(
      z.strictObject({
        title: z.string(),
        department: z.string(),
        owner: z.string(),
        dueOn: day,
        doneOn: day.nullable(),
        kpi: z.string().nullable(),
      }),
    ),
  }),
);

type Ids = { kpi(code: string): string; person(code: string): string; department(code: string): string };

async function idsOf(tx: Tx): Promise<Ids> {
  const [kpis, people, departments] = [await tx.kpi.findMany(), await tx.person.findMany(), await tx.department.findMany()];
  const finder = (what: string, rows: readonly { id: string; code: string }[]) => {
    const ids = new Map(rows.map((row) => [row.code, row.id]));
    return (code: string): string => {
      const id = ids.get(code);
      if (id === undefined) throw new Error(`There is no ${what} ${code}`);
      return id;
    };
  };
  return { kpi: finder("KPI", kpis), person: finder("person", people), department: finder("department", departments) };
}

const date = (iso: string): Date => new Date(`${iso}T00:00:00Z`);
const dateOrNull = (iso: string | null | undefined): Date | null => (iso ? date(iso) : null);

/** What happened to a KPI up to that day, each marked as written for the demonstration. Adds what is missing. Returns their number. */
export async function writeAnnotations(tx: Tx, knownOn: string): Promise<number> {
  const annotations = read(Annotations, "annotations.json").filter((annotation) => (annotation.knownOn ?? annotation.onDate) <= knownOn);
  const kpis = new Map((await tx.kpi.findMany()).map((kpi) => [kpi.code, kpi]));
  for (const { kpi: code, onDate, kind, text } of annotations) {
    const kpi = kpis.get(code);
    if (!kpi) throw new Error(`There is no KPI ${code}`);
    const own = { kpiId: kpi.id, departmentId: kpi.departmentId, onDate: date(onDate), kind, text, demonstration: true };
    if ((await tx.annotation.count({ where: own })) === 0) await tx.annotation.create({ data: { ...own, createdAt: now() } });
  }
  return annotations.length;
}

/**
 * Initiatives begun by that day with milestones, effects, check-ins and actions, marked as written for the demonstration. An existing code
 * is left alone.
 */
export async function writeInitiatives(tx: Tx, begunBy: string): Promise<number> {
  const initiatives = read(Initiatives, "initiatives.json").filter((initiative) => initiative.startsOn <= begunBy);
  const ids = await idsOf(tx);
  for (const { milestones, effects, updates, actions, department, owner, sponsor, ...own } of initiatives) {
    if ((await tx.initiative.count({ where: { code: own.code } })) > 0) continue;
    const { id } = await tx.initiative.create({
      data: {
        ...own,
        departmentId: ids.department(department),
        ownerId: ids.person(owner),
        sponsorId: ids.person(sponsor),
        startsOn: date(own.startsOn),
        baselineDueOn: date(own.baselineDueOn),
        dueOn: date(own.dueOn),
        closedOn: dateOrNull(own.closedOn),
        demonstration: true,
        createdAt: date(own.startsOn),
      },
    });
    await tx.milestone.createMany({
      data: milestones.map(({ owner: holder, ...m }) => ({
        ...m,
        initiativeId: id,
        ownerId: ids.person(holder),
        baselineDueOn: date(m.baselineDueOn),
        dueOn: date(m.dueOn),
        doneOn: dateOrNull(m.doneOn),
      })),
    });
    await tx.effect.createMany({
      data: effects.map(({ kpi, ...e }) => ({ ...e, initiativeId: id, kpiId: ids.kpi(kpi), fromOn: date(e.fromOn) })),
    });
    await tx.initiativeUpdate.createMany({
      data: updates.map(({ author, at, ...u }) => ({ ...u, initiativeId: id, authorId: ids.person(author), at: new Date(at) })),
    });
    await tx.action.createMany({
      data: actions.map((a) => ({
        title: a.title,
        departmentId: ids.department(a.department),
        ownerId: ids.person(a.owner),
        dueOn: date(a.dueOn),
        doneOn: dateOrNull(a.doneOn),
        subjectType: "initiative",
        subjectId: id,
        demonstration: true,
        createdAt: now(),
      })),
    });
  }
  return initiatives.length;
}
