import "server-only";
import { today } from "@/lib/clock";
import { getInitiative } from "@/lib/pages/initiative/queries";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { type Cell, inBatches, type Table, type TableFilter } from "@/lib/platform/entities/table";

/** The parts of one initiative, one row each: milestones, updates, actions, comments. Null if the viewer may not read it. */
export async function initiativeTable(viewer: Viewer, { initiative: id }: TableFilter): Promise<Table | null> {
  const initiative = id === undefined ? null : await getInitiative(viewer, id, today());
  if (!initiative) return null;
  const rows: Cell[][] = [
    ...initiative.milestones.map((m) => ["milestone", m.dueOn, m.ownerName, m.doneOn === null ? "open" : `done ${m.doneOn}`, m.title]),
    ...initiative.updates.map((u) => [
      "update",
      u.at,
      u.authorName,
      u.judgement.replace("_", " "),
      [u.text, u.obstacle].filter(Boolean).join(" Obstacle: "),
    ]),
    ...initiative.actions.map((a) => ["action", a.dueOn, a.ownerName, a.doneOn === null ? "open" : `done ${a.doneOn}`, a.title]),
    ...initiative.comments.map((c) => ["comment", c.at, c.authorName, null, c.body]),
  ];
  return {
    name: ["Initiative", initiative.code],
    subject: { type: "initiative", id: initiative.id, name: `${initiative.code} ${initiative.title}` },
    departmentId: initiative.departmentId,
    columns: ["Row", "Date", "Person", "State", "Text"],
    batches: () => inBatches(async () => rows),
  };
}
