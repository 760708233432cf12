import "server-only";
import { now } from "@/lib/clock";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { closing } from "../closing";
import { DEPARTMENT } from "../entities";
import type { DepartmentInput } from "../schema";
import { closedDepartment, openInto } from "./checks";

const at = (input: DepartmentInput) => input.departmentId;

/**
 * Closes a department: it is offered nowhere any more and keeps its history. INVALID, with what is in the way, while anything open is in
 * it; nothing is deleted or moved by itself.
 */
export const closeDepartment = defineCommand({
  verb: "organisation.change",
  audit: "department.close",
  entity: DEPARTMENT,
  at,
  guard: "state",
  closed: (row) => (row.parentId === null ? "This is the company itself, which cannot be closed." : closedDepartment(row)),
  run: async ({ tx, sql, row }) => {
    await closing.happened(sql, { in: "department", id: row.id, name: row.name, first: "Move, end or close these first." });
    await tx.department.update({ where: { id: row.id }, data: { archivedAt: now(), version: { increment: 1 } }, select: { id: true } });
    return { before: { state: "open" }, after: { state: "closed" } };
  },
});

/** Opens a closed department again, where it stood. */
export const openDepartment = defineCommand({
  verb: "organisation.change",
  audit: "department.open",
  entity: DEPARTMENT,
  at,
  guard: "state",
  run: async ({ tx, sql, viewer, row }) => {
    if (!row.closed || row.parentId === null) return { silent: true as const };
    await openInto(sql, viewer, row.parentId, "departmentId");
    await tx.department.update({ where: { id: row.id }, data: { archivedAt: null, version: { increment: 1 } }, select: { id: true } });
    return { before: { state: "closed" }, after: { state: "open" } };
  },
});
