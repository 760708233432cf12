import "server-only";
import { today } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { administratorMissed, listAdministrators, lockAdministrators, requireAdministrator } from "@/lib/platform/auth/administrators";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import type { Guard } from "@/lib/platform/entities/description";
import { addRejects } from "@/lib/platform/entities/rejects";
import { noteSignInChanges, type SignInChange, signInNote } from "../sign-in-changes";
import { mayChangeSignIn, type SignsIn } from "../sign-in-data";

type Row = SignsIn & {
  personId: string;
  name: string;
  email: string | null;
  leftOn: string | null;
  nextEmail: string | null;
  nextLeftOn: string | null;
};
type Line = Row & { line: number };

/** Rows `r` (id, was, becomes: JSON of `person`) whose e-mail or day of leaving becomes another, with whose sign-in that is. */
const changed = (rows: Prisma.Sql, more = Prisma.empty) => Prisma.sql`
  SELECT p.id::text AS "personId", p.name, r.was->>'department_id' AS "departmentId", r.was->>'email' AS email, r.was->>'left_on' AS "leftOn",
    r.becomes->>'email' AS "nextEmail", r.becomes->>'left_on' AS "nextLeftOn", a.person_id IS NOT NULL AS "hasAccount",
    ARRAY(SELECT g.department_id::text FROM access_grant g WHERE g.person_id = p.id AND g.ended_at IS NULL) AS "grantedOn" ${more}
  FROM ${rows} r JOIN person p ON p.id = r.id LEFT JOIN account a ON a.person_id = p.id
  WHERE (r.was->>'email' IS DISTINCT FROM r.becomes->>'email' OR r.was->>'left_on' IS DISTINCT FROM r.becomes->>'left_on')`;

const READY = Prisma.sql`(SELECT line, id, before AS was, after AS becomes FROM import_ready WHERE what = 'changed')`;
const linesOf = (sql: Sql) => sql.query<Line>(Prisma.sql`${changed(READY, Prisma.sql`, r.line`)} ORDER BY r.line`);

/** Rejects the rows that change the sign-in of somebody whose account is not the actor's to change, and those that take the last administrator. */
export async function checkPeople(sql: Sql, actor: Viewer | "system", headerOf: (name: string) => string): Promise<void> {
  const rows = await linesOf(sql);
  if (rows.length === 0) return;
  const before = await listAdministrators(sql);
  const rejects = rows.filter((row) => !mayChangeSignIn(actor, row)).map((row) => rejected(row, headerOf, notYours(row)));
  const refused = new Set(rejects.map(({ line }) => line));
  const next = new Map(rows.filter(({ line }) => !refused.has(line)).map((row) => [row.personId, row]));
  const after = before
    .map((one) => ({ ...one, until: next.has(one.personId) ? (next.get(one.personId)?.nextLeftOn ?? null) : one.until }))
    .filter(({ personId, until }) => next.get(personId)?.nextEmail !== null && (until === null || until > today()));
  const missed = administratorMissed(before, after);
  const whole = new Map(before.map((one) => [one.personId, one.until]));
  if (missed !== null)
    for (const row of next.values()) {
      const was = whole.get(row.personId);
      const less = row.nextEmail === null || (row.nextLeftOn !== null && (was === null || row.nextLeftOn < (was ?? "")));
      if (was !== undefined && less) rejects.push(rejected(row, headerOf, missed));
    }
  await addRejects(sql, rejects);
}

const notYours = ({ name, hasAccount }: Row) =>
  `${name} ${hasAccount ? "signs in" : "holds a role"} here, and this decides who can sign in as them; an administrator with access to all their roles must change it`;

const rejected = (row: Line, headerOf: (name: string) => string, reason: string) => {
  const address = row.email !== row.nextEmail;
  return {
    line: row.line,
    column: headerOf(address ? "email" : "leftOn"),
    value: (address ? row.nextEmail : row.nextLeftOn) ?? "",
    reason,
  };
};

/** What will be said of the planned rows. */
export const notePeople = async (sql: Sql): Promise<string | null> =>
  signInNote((await linesOf(sql)).filter((row) => row.hasAccount).length);

/**
 * Begun before the rows are read to be written, it holds who administers still; afterwards what really was written is asked once more, by whom it
 * may be, and noted: in the log, to the address that was.
 */
export async function guardPeople(sql: Sql, actor: Viewer | "system"): Promise<Guard> {
  const administrators = await lockAdministrators(sql);
  return async ({ importId, fileName, undone }) => {
    const written = undone ? Prisma.sql`after AS was, before AS becomes` : Prisma.sql`before AS was, after AS becomes`;
    const rows = await sql.query<Row>(
      changed(
        Prisma.sql`(SELECT entity_id AS id, ${written} FROM import_change WHERE import_id = ${importId}::bigint AND before IS NOT NULL)`,
      ),
    );
    const foreign = rows.find((row) => !mayChangeSignIn(actor, row));
    if (foreign)
      throw new AppError(
        "FORBIDDEN",
        `This would change the e-mail or the day of leaving of ${foreign.name}, whose account you may not change. Ask an administrator of the company; nothing was changed.`,
      );
    await requireAdministrator(sql, administrators);
    const changes = rows
      .filter((row) => row.hasAccount)
      .map(
        (row): SignInChange => ({
          personId: row.personId,
          name: row.name,
          departmentId: row.departmentId,
          email: { before: row.email, after: row.nextEmail },
          leftOn: { before: row.leftOn, after: row.nextLeftOn },
        }),
      );
    return noteSignInChanges(sql, actor, changes, `${undone ? "undoing import" : "import"} ${importId} of ${fileName}`);
  };
}
