import "server-only";
import { type Entity, lockRows } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";
import { mayWork } from "../rights";
import { initiativeIsVisible } from "../rows/queries";

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

/** How the audit log identifies it. */
export const subjectOf = ({ id, code, title }: Pick<OpenedInitiative, "id" | "code" | "title">) => ({
  type: "initiative",
  id,
  name: `${code} ${title}`,
});

export const INITIATIVE: Entity<OpenedInitiative> = {
  word: "initiative",
  load: async (sql, viewer, id, lock) => {
    const [row] = await sql.query<OpenedInitiative>(
      Prisma.sql`SELECT ${FIELDS} FROM initiative i WHERE i.id = ${id}::uuid AND ${initiativeIsVisible(viewer)} ${lockRows(lock, "i")}`,
    );
    return row;
  },
  subjectOf,
  may: mayWork,
};

/** Why it can no longer be changed; null while it is open. */
export const closedInitiative = ({ code, closedOn }: Pick<OpenedInitiative, "code" | "closedOn">): string | null =>
  closedOn === null ? null : `${code} is closed and cannot be changed; comments stay open.`;

/** A calendar date in the form the database client needs. */
export const asDate = (date: string): Date => new Date(`${date}T00:00:00.000Z`);
