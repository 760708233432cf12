import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Tx } from "@/lib/platform/db/client";

const Stories = z.array(
  z.strictObject({
    kpi: z.string(),
    /** The signal's state at the end of the story. */
    state: z.enum(["acknowledged", "explained", "acted_on"]),
    initiative: z.string().nullable(),
    steps: z.array(
      z.strictObject({
        step: z.enum(["asked", "acknowledged", "explained", "accepted", "acted-on"]),
        by: z.string(),
        at: z.iso.datetime(),
        text: z.string(),
        cause: z.enum(["method", "machine", "material", "people", "demand", "measurement", "unknown"]).optional(),
        person: z.string().optional(),
        dueAt: z.iso.datetime().optional(),
      }),
    ),
  }),
);

/**
 * Answers of the company's people to the signals of the first morning, each explanation marked as written for the demonstration. Signals
 * that somebody has already handled are left alone. Returns how many have a story.
 */
export async function writeSignalStories(tx: Tx): Promise<number> {
  const stories = Stories.parse(JSON.parse(readFileSync(join(import.meta.dirname, "written/signal-stories.json"), "utf8")));
  const people = new Map((await tx.person.findMany({ select: { id: true, code: true } })).map(({ id, code }) => [code, id]));
  const person = (code: string) => {
    const id = people.get(code);
    if (id === undefined) throw new Error(`There is no person ${code}`);
    return id;
  };
  for (const { kpi, state, initiative: code, steps } of stories) {
    const signal = await tx.signal.findFirst({ where: { kpi: { code: kpi }, kind: "process", state: "open" } });
    if (signal === null || (await tx.signalEvent.count({ where: { signalId: signal.id, step: { not: "opened" } } })) > 0) continue;
    const initiative = code === null ? null : await tx.initiative.findUniqueOrThrow({ where: { code } });
    await tx.signalEvent.createMany({
      data: steps.map(({ by, at, person: reached, dueAt, step, cause, text }) => ({
        signalId: signal.id,
        at: new Date(at),
        actorId: person(by),
        step,
        text: text === "" ? "" : `${text} (Written for the demonstration.)`,
        cause: cause ?? null,
        personId: reached === undefined ? null : person(reached),
        dueAt: dueAt === undefined ? null : new Date(dueAt),
        initiativeId: step === "acted-on" ? (initiative?.id ?? null) : null,
      })),
    });
    const asked = steps.find(({ step }) => step === "asked");
    const explained = steps.find(({ step }) => step === "explained");
    const accepted = steps.find(({ step }) => step === "accepted");
    await tx.signal.update({
      where: { id: signal.id },
      data: {
        state,
        cause: explained?.cause ?? null,
        askedById: asked === undefined ? null : person(asked.by),
        acceptedAt: accepted === undefined ? null : new Date(accepted.at),
        version: { increment: steps.length },
      },
    });
    if (initiative?.signalId === null) await tx.initiative.update({ where: { id: initiative.id }, data: { signalId: signal.id } });
  }
  return stories.length;
}
