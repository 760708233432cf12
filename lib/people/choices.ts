import "server-only";
import { today } from "@/lib/clock";
import { POLICY } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { type Choice, OFFERED } from "@/lib/platform/entities/choice";
import { matchesWanted, nearest, type Wanted } from "@/lib/platform/entities/wanted";

type Found = { id: string; name: string; departmentName: string | null };

const PERSON = Prisma.sql`person p LEFT JOIN department d ON d.id = p.department_id`;
const COLUMNS = Prisma.sql`p.id::text, p.name, d.name AS "departmentName"`;
/** Works here: has not left. */
export const here = () => Prisma.sql`(p.left_on IS NULL OR p.left_on > ${today()}::date)`;
const named = (wanted: Wanted) => matchesWanted(wanted, Prisma.sql`p.id`, Prisma.sql`p.name`, Prisma.sql`d.name`);
const order = (wanted: Wanted) => Prisma.sql`${nearest(wanted, Prisma.sql`p.name`)}, p.id`;

/** Can sign in, and has a role that works on things. */
const ACCOUNT = Prisma.sql`EXISTS (SELECT FROM account a WHERE a.person_id = p.id AND a.disabled_at IS NULL)`;
const ROLE = Prisma.sql`EXISTS (SELECT FROM access_grant g WHERE g.person_id = p.id AND g.ended_at IS NULL AND g.role::text = ANY (${Object.keys(POLICY["action.complete"])}::text[]))`;

/**
 * People matching `scope`, those who can act first. Only the installation may read accounts and roles; this reveals only whether somebody
 * can act, or what they lack. The viewer's own rights decide whom they may see at all, in the statement and in the database's policies.
 */
export async function findPeople(viewer: Viewer, scope: Prisma.Sql, wanted: Wanted): Promise<Choice[]> {
  const acting = await reading("system", (tx) =>
    onTx(tx).query<{ id: string }>(Prisma.sql`
      SELECT p.id::text FROM ${PERSON} WHERE ${here()} AND ${scope} AND ${named(wanted)} AND ${ACCOUNT} AND ${ROLE} ORDER BY ${order(wanted)} LIMIT ${OFFERED}`),
  );
  const ids = acting.map((one) => one.id);
  const found = await reading(viewer, (tx) =>
    onTx(tx).query<Found>(Prisma.sql`
      SELECT ${COLUMNS} FROM ${PERSON} WHERE ${here()} AND ${scope} AND ${named(wanted)}
      ORDER BY p.id = ANY (${ids}::uuid[]) DESC, ${order(wanted)} LIMIT ${OFFERED}`),
  );
  const rest = found.map((one) => one.id).filter((id) => !ids.includes(id));
  const lacking = await reading("system", (tx) =>
    onTx(tx).query<{ id: string; account: boolean; role: boolean }>(
      Prisma.sql`SELECT p.id::text, ${ACCOUNT} AS account, ${ROLE} AS role FROM person p WHERE p.id = ANY (${rest}::uuid[])`,
    ),
  );
  const lacks = new Map(lacking.map((one) => [one.id, one.account ? (one.role ? null : "needs a role") : "needs an account"]));
  return found.map(({ id, name, departmentName }) => {
    const missing = lacks.get(id) ?? null;
    return {
      value: id,
      label: departmentName === null ? name : `${name}, ${departmentName}`,
      note: missing ?? (id === viewer.personId ? "you" : ""),
      free: missing === null,
    };
  });
}

export const plain = (people: readonly Found[]): Choice[] =>
  people.map(({ id, name, departmentName }) => ({
    value: id,
    label: departmentName === null ? name : `${name}, ${departmentName}`,
    note: "",
    free: true,
  }));

/** Those meant, of names that have already been read. */
export const among = <P extends { id: string; name: string }>(people: readonly P[], wanted: Wanted): P[] => {
  const words =
    "id" in wanted
      ? []
      : wanted.q
          .toLocaleLowerCase("en")
          .split(/[\s,()]+/)
          .filter(Boolean);
  const fits = (one: P) => ("id" in wanted ? one.id === wanted.id : words.every((word) => one.name.toLocaleLowerCase("en").includes(word)));
  return people.filter(fits).slice(0, OFFERED);
};

/** People matching `scope`, as the viewer or the installation reads them, whether or not they can act; only names are answered. */
export async function namesOf(reader: Viewer | "system", scope: Prisma.Sql, wanted: Wanted): Promise<Choice[]> {
  const rows = await reading(reader, (tx) =>
    onTx(tx).query<Found>(
      Prisma.sql`SELECT ${COLUMNS} FROM ${PERSON} WHERE ${scope} AND ${named(wanted)} ORDER BY ${order(wanted)} LIMIT ${OFFERED}`,
    ),
  );
  return plain(rows);
}

/** Owners `p` of things the viewer may read, whatever their current department or status. */
export async function ownersOf(viewer: Viewer, owns: Prisma.Sql, wanted: Wanted): Promise<Choice[]> {
  const rows = await reading(viewer, (tx) =>
    onTx(tx).query<Found>(Prisma.sql`
      SELECT p.id::text, p.name, NULL AS "departmentName" FROM person p
      WHERE ${matchesWanted(wanted, Prisma.sql`p.id`, Prisma.sql`p.name`)} AND EXISTS (${owns}) ORDER BY ${order(wanted)} LIMIT ${OFFERED}`),
  );
  return plain(rows);
}
