import "server-only";
import { AppError } from "@/lib/errors";
import { movedReach, type Place } from "@/lib/people/reach-of-moves";
import { lockAdministrators, requireAdministrator } from "@/lib/platform/auth/administrators";
import { can } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import type { Guard } from "@/lib/platform/entities/description";
import { addRejects } from "@/lib/platform/entities/rejects";

/**
 * Where a department stands decides who reaches it: a role reaches all below its department. So only who gives roles on the company moves a
 * department out from under somebody's role, or under one; a COO's file moves those where nobody's role reaches more or less by it, and adds and
 * renames any. The company itself stays at the top for everybody, the installation included: under another department it would be nobody's.
 */
const mayMoveReach = (actor: Viewer | "system") => actor === "system" || can(actor, "grant.change", { departmentId: null });

const departmentTree = (sql: Sql) => sql.query<Place>(Prisma.sql`SELECT id::text, parent_id::text AS "parentId" FROM department`);
const granted = async (sql: Sql) =>
  new Map(
    (
      await sql.query<{ id: string; who: string }>(Prisma.sql`SELECT g.department_id::text AS id, min(p.name) AS who
        FROM access_grant g JOIN person p ON p.id = g.person_id WHERE g.ended_at IS NULL GROUP BY 1`)
    ).map(({ id, who }) => [id, who]),
  );

/** Rejects the rows by which the company would stand under another, and those by which a role would reach what is not the actor's to give. */
export async function checkDepartments(sql: Sql, actor: Viewer | "system", column: string): Promise<void> {
  type Row = Place & { line: number; above: string | null; code: string };
  const rows = await sql.query<Row>(Prisma.sql`SELECT n.line, n.id::text, n.key AS code, n.before->>'parent_id' AS above,
    n.after->>'parent_id' AS "parentId" FROM import_ready n WHERE n.what = 'changed' AND n.before->>'parent_id' IS DISTINCT FROM n.after->>'parent_id'`);
  const rejects = rows
    .filter((row) => row.above === null)
    .map(({ line, code }) => ({ line, column, value: code, reason: "this is the company itself, which has no parent department" }));
  if (!mayMoveReach(actor) && rows.length > 0) {
    const [before, roles] = [await departmentTree(sql), await granted(sql)];
    const says = new Map(rows.map((row) => [row.id, row.parentId]));
    const after = before.map(({ id, parentId }) => ({ id, parentId: says.has(id) ? (says.get(id) ?? null) : parentId }));
    // What is new stands in between as well.
    const fresh = await sql.query<Place>(
      Prisma.sql`SELECT id::text, after->>'parent_id' AS "parentId" FROM import_ready WHERE what = 'new'`,
    );
    const moved = movedReach(before, [...after, ...fresh], new Set(roles.keys()));
    for (const { line, id, code } of rows) {
      const [first] = moved.get(id) ?? [];
      if (first !== undefined)
        rejects.push({
          line,
          column,
          value: code,
          reason: `this move changes what the role of ${roles.get(first) ?? "somebody"} reaches; an administrator of the company must make it`,
        });
    }
  }
  await addRejects(sql, rejects);
}

/** Begun before the rows are written; what it answers holds what the check has found against what has really been written. */
export const guardDepartments = async (sql: Sql, actor: Viewer | "system"): Promise<Guard> => {
  const administrators = await lockAdministrators(sql);
  const [before, roles] = mayMoveReach(actor) ? [[], new Map<string, string>()] : [await departmentTree(sql), await granted(sql)];
  return async () => {
    await requireAdministrator(sql, administrators);
    if (mayMoveReach(actor)) return null;
    const moved = movedReach(before, await departmentTree(sql), new Set(roles.keys()));
    const [first] = [...moved.values()].flat();
    if (first !== undefined)
      throw new AppError(
        "FORBIDDEN",
        `This would change what the role of ${roles.get(first) ?? "somebody"} reaches. An administrator of the company must do it; nothing was changed.`,
      );
    return null;
  };
};
