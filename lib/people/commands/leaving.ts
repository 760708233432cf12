import "server-only";
import { AppError } from "@/lib/errors";
import { formatDate } from "@/lib/format";
import { requireAdministrator } from "@/lib/platform/auth/administrators";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { defineCommand } from "@/lib/platform/commands/define-command";
import type { Tx } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import type { LeaveInput, ReturnInput } from "../schema";
import { noteSignInChanges } from "../sign-in-changes";
import { PERSON, type PersonRow, withAdministrators } from "./reach";

/**
 * A leaving date decides until when somebody can sign in, so it needs rights over their account (PERSON.may). Accounts are in tables that
 * no person may read.
 */
const LEAVING = { verb: "person.manage", as: "installation" } as const;

const shown = ({ name, leftOn, version }: PersonRow) => ({ name, leftOn: leftOn ?? "", version: String(version) });

/** Writes the date, and says who is told. Nobody is told for a person without an account, because no sign-in changes. */
async function write(tx: Tx, sql: Sql, viewer: Viewer, person: PersonRow, leftOn: string | null): Promise<string | null> {
  const { id: personId, name, departmentId, email } = person;
  const data = { leftOn: leftOn === null ? null : new Date(leftOn), version: { increment: 1 } };
  await tx.person.update({ where: { id: personId }, data, select: { id: true } });
  const account = await tx.account.findUnique({ where: { personId }, select: { personId: true } });
  const days = { before: person.leftOn, after: leftOn };
  const change = { personId, name, departmentId, email: { before: email, after: email }, leftOn: days };
  return noteSignInChanges(sql, viewer, account ? [change] : [], "People and access");
}

/**
 * Records the first day somebody is no longer with the company. From then on they cannot sign in; what they hold stays theirs until it is
 * given to others. The last administrator cannot leave. `note` says who is told.
 */
export const recordLeaving = defineCommand({
  ...LEAVING,
  audit: "person.leave",
  entity: withAdministrators(PERSON),
  at: ({ personId }: LeaveInput) => personId,
  guard: "version",
  current: shown,
  run: async ({ tx, sql, viewer, row, input: { leftOn } }) => {
    const { id } = row;
    if (id === viewer.personId) throw new AppError("INVALID", "You cannot set your own leaving date. Ask another administrator.");
    if (row.hiredOn !== null && leftOn < row.hiredOn)
      throw new AppError("INVALID", `This is before they were hired, on ${formatDate(row.hiredOn, "medium")}.`, { field: "leftOn" });
    if (row.leftOn === leftOn) return { silent: true as const, answer: { id, note: null } };
    const note = await write(tx, sql, viewer, row, leftOn);
    await requireAdministrator(sql, row.administrators);
    return { before: { leftOn: row.leftOn }, after: { leftOn }, answer: { id, note } };
  },
});

/** Removes the leaving date: they stay, or are back, with the account and roles they have. */
export const revertLeaving = defineCommand({
  ...LEAVING,
  audit: "person.return",
  entity: PERSON,
  at: ({ personId }: ReturnInput) => personId,
  guard: "state",
  run: async ({ tx, sql, viewer, row }) => {
    const { id } = row;
    if (row.leftOn === null) return { silent: true as const, answer: { id, note: null } };
    const note = await write(tx, sql, viewer, row, null);
    return { before: { leftOn: row.leftOn }, after: { leftOn: null }, answer: { id, note } };
  },
});
