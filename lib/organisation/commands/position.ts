import "server-only";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { INTO, POSITION, type Position } from "../entities";
import type { AddPositionInput, ChangePositionInput } from "../schema";
import { closedDepartment, holderFor, openInto, requireFreeCode, superiorFor } from "./checks";

/** Makes a position in a department, held by somebody or vacant. INVALID with a field where something does not fit. */
export const addPosition = defineCommand({
  verb: "organisation.change",
  audit: "position.add",
  entity: INTO,
  at: (input: AddPositionInput) => input.departmentId,
  guard: "key",
  closed: closedDepartment,
  run: async ({ tx, sql, viewer, row, input, id }) => {
    const { code, title, departmentId, holderId, reportsToId } = input;
    await requireFreeCode(tx, "position", code, null);
    const holder = holderId === null ? null : await holderFor(sql, viewer, holderId);
    const reportsTo = reportsToId === null ? null : await superiorFor(sql, viewer, reportsToId, null);
    await tx.position.create({ data: { id, code, title, departmentId, holderId, reportsToId }, select: { id: true } });
    const subject = { type: "position", id, name: title };
    return { subject, before: null, after: { code, title, department: row.name, holder, reportsTo } };
  },
});

export const closedPosition = ({ closed, title }: Position) => (closed ? `${title} is closed. Reopen it first.` : null);

const shown = ({ title, departmentId, holderId, reportsToId, version }: Position) => ({
  ...{ title, departmentId, holderId: holderId ?? "", reportsToId: reportsToId ?? "", version: String(version) },
});

/**
 * Changes title, department, holder or whom it reports to; what it was called and who held it are kept for "as known on" by the database. Only
 * what becomes another is checked: a holder out of the viewer's reach stays.
 */
export const changePosition = defineCommand({
  verb: "organisation.change",
  audit: "position.change",
  entity: POSITION,
  at: (input: ChangePositionInput) => input.positionId,
  guard: "version",
  current: shown,
  closed: closedPosition,
  run: async ({ tx, sql, viewer, row, input }) => {
    const { title, departmentId, holderId, reportsToId } = input;
    const moves = departmentId !== row.departmentId;
    if (!moves && title === row.title && holderId === row.holderId && reportsToId === row.reportsToId) return { silent: true as const };
    const department = moves ? (await openInto(sql, viewer, departmentId, "departmentId")).name : row.departmentName;
    const holder = holderId === null ? null : holderId === row.holderId ? row.holderName : await holderFor(sql, viewer, holderId);
    const reportsTo =
      reportsToId === null
        ? null
        : reportsToId === row.reportsToId
          ? row.reportsToTitle
          : await superiorFor(sql, viewer, reportsToId, row.id);
    const data = { title, departmentId, holderId, reportsToId, version: { increment: 1 } };
    await tx.position.update({ where: { id: row.id }, data, select: { id: true } });
    return {
      subject: { type: "position", id: row.id, name: title },
      departmentId,
      before: { title: row.title, department: row.departmentName, holder: row.holderName, reportsTo: row.reportsToTitle },
      after: { title, department, holder, reportsTo },
    };
  },
});
