import "server-only";
import { AppError } from "@/lib/errors";
import { formatDate } from "@/lib/format";
import { lockAdministrators, requireAdministrator } from "@/lib/platform/auth/administrators";
import { can } from "@/lib/platform/authz/policy";
import { defineCommand, type Entity } from "@/lib/platform/commands/define-command";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import { onTx } from "@/lib/platform/db/sql";
import type { LeaveInput, ReturnInput } from "../schema";
import { noteSignInChanges } from "../sign-in-changes";
import { mayChangeSignIn, type SignsIn } from "../sign-in-data";

type Person = SignsIn & {
  id: string;
  name: string;
  email: string | null;
  hiredOn: string | null;
  /** First day they are not with the company any more. */
  leftOn: string | null;
  version: number;
};

const PERSON: Entity<Person> = {
  word: "person",
  load: async (tx, viewer, id, lock) => {
    const [row] = await onTx(tx).query<Person>(Prisma.sql`
      SELECT p.id::text, p.name, p.email, p.department_id::text AS "departmentId", p.hired_on::text AS "hiredOn", p.left_on::text AS "leftOn", p.version,
        EXISTS (SELECT FROM account a WHERE a.person_id = p.id) AS "hasAccount",
        ARRAY(SELECT g.department_id::text FROM access_grant g WHERE g.person_id = p.id AND g.ended_at IS NULL) AS "grantedOn"
      FROM person p WHERE p.id = ${id}::uuid ${lock ? Prisma.sql`FOR UPDATE OF p` : Prisma.empty}`);
    return row && can(viewer, "grant.read", row) ? row : undefined;
  },
  subjectOf: ({ id, name }) => ({ type: "person", id, name }),
  // These run as the installation, which no row policy binds: whatever the policy table answers, only an administrator's come through.
  may: (viewer, verb, row) => viewer.administrator && can(viewer, verb, row),
};

const shown = ({ name, leftOn, version }: Person) => ({ name, leftOn: leftOn ?? "", version: String(version) });
const write = (tx: Tx, id: string, leftOn: string | null) =>
  tx.person.update({
    where: { id },
    data: { leftOn: leftOn === null ? null : new Date(leftOn), version: { increment: 1 } },
    select: { id: true },
  });

/** Their day of leaving decides until when somebody signs in, so it is for who has a hand in their account. */
function requireSignIn(viewer: Parameters<typeof mayChangeSignIn>[0], person: Person): void {
  if (!mayChangeSignIn(viewer, person))
    throw new AppError("FORBIDDEN", `${person.name} also holds a role outside your departments. Ask an administrator of the company.`);
}

/**
 * Notes the first day somebody is not with the company any more; from then on they sign in no more, and what they hold stays until it is given
 * to others. The last administrator stays. `note` says who is told.
 */
export const leave = defineCommand({
  verb: "person.manage",
  audit: "person.leave",
  entity: PERSON,
  as: "installation",
  at: (input: LeaveInput) => input.personId,
  guard: "version",
  current: shown,
  run: async ({ tx, sql, viewer, row, input: { leftOn } }) => {
    requireSignIn(viewer, row);
    if (row.id === viewer.personId) throw new AppError("INVALID", "You cannot end your own time here. Ask another administrator.");
    if (row.hiredOn !== null && leftOn < row.hiredOn)
      throw new AppError("INVALID", `This is before they were hired, on ${formatDate(row.hiredOn, "medium")}.`, { field: "leftOn" });
    if (row.leftOn === leftOn) return { same: true, answer: { note: null } };
    // After the person's row, as in person.ts: who crosses another is tried again.
    const administrators = await lockAdministrators(sql);
    await write(tx, row.id, leftOn);
    await requireAdministrator(sql, administrators);
    const note = await noteSignInChanges(sql, viewer, changeOf(row, leftOn), "People and access");
    return { before: { leftOn: row.leftOn }, after: { leftOn }, answer: { note } };
  },
});

/** Takes the day of leaving back: they did not go, or are back, with the account and the roles they have. */
export const comeBack = defineCommand({
  verb: "person.manage",
  audit: "person.return",
  entity: PERSON,
  as: "installation",
  at: (input: ReturnInput) => input.personId,
  guard: "state",
  run: async ({ tx, sql, viewer, row }) => {
    requireSignIn(viewer, row);
    if (row.leftOn === null) return { same: true, answer: { note: null } };
    await write(tx, row.id, null);
    const note = await noteSignInChanges(sql, viewer, changeOf(row, null), "People and access");
    return { before: { leftOn: row.leftOn }, after: { leftOn: null }, answer: { note } };
  },
});

/** For who has an account: of anybody else it is no sign-in. */
const changeOf = ({ id, name, departmentId, hasAccount, email, leftOn }: Person, next: string | null) =>
  hasAccount ? [{ personId: id, name, departmentId, email: { before: email, after: email }, leftOn: { before: leftOn, after: next } }] : [];
