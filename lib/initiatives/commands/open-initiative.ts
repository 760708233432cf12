import "server-only";
import { AppError, notFound } from "@/lib/errors";
import type { Verb } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import { authoriseWork } from "../rights";
import { visible } from "../rows/queries";

const FIELDS = Prisma.sql`i.id::text, i.code, i.title, i.summary, i.kind::text, i.stage::text, i.area::text, i.department_id::text AS "departmentId",
  i.owner_id::text AS "ownerId", i.starts_on::text AS "startsOn", i.baseline_due_on::text AS "baselineDueOn", i.due_on::text AS "dueOn",
  i.closed_on::text AS "closedOn", i.update_every_days AS "updateEveryDays", i.version`;

export type OpenedInitiative = {
  id: string;
  code: string;
  title: string;
  summary: string;
  kind: string;
  stage: string;
  area: string;
  departmentId: string;
  ownerId: string;
  startsOn: string;
  baselineDueOn: string;
  dueOn: string;
  closedOn: string | null;
  updateEveryDays: number;
  version: number;
};

/** Loads in scope, lets `allow` decide on the row, locks it, and answers it as it is under the lock. NOT_FOUND outside the viewer's scope. */
export async function lockInitiative(
  tx: Tx,
  viewer: Viewer,
  id: string,
  allow: (row: OpenedInitiative) => void,
): Promise<OpenedInitiative> {
  const [seen] = await tx.$queryRaw<OpenedInitiative[]>(
    Prisma.sql`SELECT ${FIELDS} FROM initiative i WHERE i.id = ${id}::uuid AND ${visible(viewer)}`,
  );
  if (seen === undefined) throw notFound("initiative");
  allow(seen);
  const [row] = await tx.$queryRaw<OpenedInitiative[]>(
    Prisma.sql`SELECT ${FIELDS} FROM initiative i WHERE i.id = ${id}::uuid AND ${visible(viewer)} FOR UPDATE`,
  );
  if (row === undefined) throw notFound("initiative");
  allow(row); // it may have moved between the two
  return row;
}

/** The same for work that is not closed, by a verb of the policy table. */
export async function openInitiative(tx: Tx, viewer: Viewer, id: string, verb: Verb): Promise<OpenedInitiative> {
  const row = await lockInitiative(tx, viewer, id, (seen) => authoriseWork(viewer, verb, seen));
  if (row.closedOn !== null) throw new AppError("INVALID", `${row.code} is closed. Nothing about it changes any more; comments stay open.`);
  return row;
}

/** How the audit log names it. */
export const subjectOf = (row: Pick<OpenedInitiative, "id" | "code" | "title">) => ({
  type: "initiative",
  id: row.id,
  name: `${row.code} ${row.title}`,
});

/** A calendar date as the client of the database takes it. */
export const asDate = (date: string): Date => new Date(`${date}T00:00:00.000Z`);
