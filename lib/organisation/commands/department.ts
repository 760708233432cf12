import "server-only";
import { now } from "@/lib/clock";
import { authorise } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { defineCommand } from "@/lib/platform/commands/define-command";
import type { Sql } from "@/lib/platform/db/sql";
import { DEPARTMENT, type Department, INTO } from "../entities";
import type { AddDepartmentInput, ChangeDepartmentInput } from "../schema";
import { closedDepartment, invalid, openInto, requireFreeCode, requirePlace } from "./checks";

/** Makes a department under another. INVALID with a field where its code is taken or it would lie too deep. */
export const addDepartment = defineCommand({
  verb: "organisation.change",
  audit: "department.add",
  entity: INTO,
  at: (input: AddDepartmentInput) => input.parentId,
  guard: "key",
  closed: closedDepartment,
  run: async ({ tx, sql, row, input, id }) => {
    const { code, name } = input;
    const groupName = input.groupName || null;
    await requireFreeCode(tx, "department", code, null);
    await requirePlace(sql, null, row.id);
    await tx.department.create({ data: { id, code, name, groupName, parentId: row.id, createdAt: now() }, select: { id: true } });
    const subject = { type: "department", id, name };
    return { subject, departmentId: id, before: null, after: { code, name, group: groupName, parent: row.name } };
  },
});

const shown = ({ code, name, groupName, parentId, version }: Department) => ({
  ...{ code, name, groupName: groupName ?? "", parentId: parentId ?? "", version: String(version) },
});

/**
 * Changes code, name, group or the department above. A role reaches all below its department, so a move changes what roles reach: only who gives
 * roles where the department leaves and where it goes makes it, and whatever is between is below one of the two. The database ends the
 * sign-in links that are open (department_moved).
 */
export const changeDepartment = defineCommand({
  verb: "organisation.change",
  audit: "department.change",
  entity: DEPARTMENT,
  at: (input: ChangeDepartmentInput) => input.departmentId,
  guard: "version",
  current: shown,
  closed: closedDepartment,
  run: async ({ tx, sql, viewer, row, input }) => {
    const { code, name, parentId } = input;
    const groupName = input.groupName || null;
    const moves = parentId !== row.parentId;
    if (!moves && code === row.code && name === row.name && groupName === row.groupName) return { silent: true as const };
    if (code !== row.code) await requireFreeCode(tx, "department", code, row.id);
    const parent = moves ? await move(sql, viewer, row, parentId) : row.parentName;
    const data = { code, name, groupName, parentId, version: { increment: 1 } };
    await tx.department.update({ where: { id: row.id }, data, select: { id: true } });
    return {
      subject: { type: "department", id: row.id, name },
      before: { code: row.code, name: row.name, group: row.groupName, parent: row.parentName },
      after: { code, name, group: groupName, parent },
    };
  },
});

/** Answers the name of the department above from now on. */
async function move(sql: Sql, viewer: Viewer, row: Department, parentId: string | null): Promise<string> {
  if (row.parentId === null) throw invalid("This is the company itself, which has no parent department.", "parentId");
  if (parentId === null) throw invalid("Choose a department. Only the company itself has none.", "parentId");
  const into = await openInto(sql, viewer, parentId, "parentId");
  for (const departmentId of [row.parentId, into.id]) authorise(viewer, "organisation.change", { departmentId });
  for (const departmentId of [row.parentId, into.id]) authorise(viewer, "grant.change", { departmentId });
  await requirePlace(sql, row.id, parentId);
  return into.name;
}
