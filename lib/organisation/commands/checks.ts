import "server-only";
import { today } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { can } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { loadLocked } from "@/lib/platform/commands/entity";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { type Department, INTO, POSITION } from "../entities";
import { type Node, pathUp, placeProblem } from "../tree";

export const invalid = (message: string, field: string) => new AppError("INVALID", message, { field });

export const closedDepartment = ({ closed, name }: Department) => (closed ? `${name} is closed. Reopen it first.` : null);

/** Throws INVALID where another row of the table has this code. The codes are what files know rows by. */
export async function requireFreeCode(tx: Tx, table: "department" | "position", code: string, except: string | null): Promise<void> {
  const where = { code, ...(except !== null && { NOT: { id: except } }) };
  const taken =
    table === "department"
      ? await tx.department.findFirst({ where, select: { name: true } })
      : await tx.position.findFirst({ where, select: { title: true } }).then((row) => row && { name: row.title });
  if (taken) throw invalid(`${taken.name} already has this code.`, "code");
}

/** The department something is put into, held open until the transaction ends. NOT_FOUND out of reach, FORBIDDEN where the role gives no hand. */
export async function openInto(sql: Sql, viewer: Viewer, id: string, field: string): Promise<Department> {
  const into = await loadLocked(sql, viewer, INTO, { verb: "organisation.change", key: id });
  const closed = closedDepartment(into);
  if (closed !== null) throw invalid(closed, field);
  return into;
}

/** Who moves departments takes turns until the transaction ends, as the trigger of the database has it (department_depth). */
export async function requirePlace(sql: Sql, id: string | null, parentId: string): Promise<void> {
  await sql.query(Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended('department tree', 0))::text`);
  const nodes = await sql.query<Node>(Prisma.sql`SELECT id::text, parent_id::text AS "parentId" FROM department`);
  const problem = placeProblem(nodes, id, parentId);
  if (problem !== null) throw invalid(problem, "parentId");
}

/** Somebody who works here, in the viewer's reach. Whoever is given a position gets no role by it. */
export async function holderFor(sql: Sql, viewer: Viewer, id: string): Promise<string> {
  const [person] = await sql.query<{ name: string; departmentId: string | null }>(Prisma.sql`
    SELECT name, department_id::text AS "departmentId" FROM person
    WHERE id = ${id}::uuid AND (left_on IS NULL OR left_on > ${today()}::date) FOR KEY SHARE`);
  if (!person || !can(viewer, "grant.read", person)) throw invalid("Choose somebody from the list.", "holderId");
  return person.name;
}

/** An open position in the viewer's reach that a position (`id` null: a new one) can report to without reporting to itself in the end. */
export async function superiorFor(sql: Sql, viewer: Viewer, superiorId: string, id: string | null): Promise<string> {
  await sql.query(Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended('position tree', 0))::text`);
  const superior = await POSITION.load(sql, viewer, superiorId, false);
  if (superior === undefined || superior.closed) throw invalid("Choose a position from the list.", "reportsToId");
  const nodes = await sql.query<Node>(
    Prisma.sql`SELECT id::text, reports_to_id::text AS "parentId" FROM position WHERE reports_to_id IS NOT NULL`,
  );
  if (id !== null && pathUp(nodes, superiorId).includes(id))
    throw invalid("That position is this one or reports to it. Choose another.", "reportsToId");
  return superior.title;
}
