import "server-only";
import { today } from "@/lib/clock";
import { decisionIsVisible } from "@/lib/decisions/commands/open-decision";
import { canBeAskedToDecide } from "@/lib/decisions/commands/parts";
import { listDeputies } from "@/lib/delegations/queries";
import { initiativeIsVisible } from "@/lib/initiatives/rows/queries";
import { can, canSomewhere, departmentsWhere, POLICY } from "@/lib/platform/authz/policy";
import { readable } from "@/lib/platform/authz/readable";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { type Choice, OFFERED } from "@/lib/platform/entities/choice";
import { matchesWanted, nearest, type Wanted } from "@/lib/platform/entities/wanted";
import { listAnswerers } from "@/lib/signals/answers/answerers";

type Found = { id: string; name: string; departmentName: string | null };

const PERSON = Prisma.sql`person p LEFT JOIN department d ON d.id = p.department_id`;
const COLUMNS = Prisma.sql`p.id::text, p.name, d.name AS "departmentName"`;
const here = () => Prisma.sql`(p.left_on IS NULL OR p.left_on > ${today()}::date)`;
const named = (wanted: Wanted) => matchesWanted(wanted, Prisma.sql`p.id`, Prisma.sql`p.name`, Prisma.sql`d.name`);
const order = (wanted: Wanted) => Prisma.sql`${nearest(wanted, Prisma.sql`p.name`)}, p.id`;

/** Can sign in, and has a role that works on things. */
const ACCOUNT = Prisma.sql`EXISTS (SELECT FROM account a WHERE a.person_id = p.id AND a.disabled_at IS NULL)`;
const ROLE = Prisma.sql`EXISTS (SELECT FROM access_grant g WHERE g.person_id = p.id AND g.ended_at IS NULL AND g.role::text = ANY (${Object.keys(POLICY["action.complete"])}::text[]))`;

/**
 * People matching `scope`, those who can act first. Only the installation may read accounts and roles; this reveals only whether somebody
 * can act, or what they lack. The viewer's own rights decide whom they may see at all, in the statement and in the database's policies.
 */
async function findPeople(viewer: Viewer, scope: Prisma.Sql, wanted: Wanted): Promise<Choice[]> {
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

/** People who may be given work on initiatives: the viewer, and people of the departments where they assign. */
export function owners(viewer: Viewer, wanted: Wanted): Promise<Choice[]> {
  const assigns = departmentsWhere(viewer, "initiative.assign");
  const given = viewer.everything
    ? Prisma.sql`true`
    : Prisma.sql`(p.id = ${viewer.personId}::uuid OR p.department_id = ANY (${assigns}::uuid[]))`;
  return findPeople(viewer, Prisma.sql`${readable(viewer, "p", { owner: "id" })} AND ${given}`, wanted);
}

/**
 * People who may be given an action of that department: everybody the viewer may see if they may give out actions, otherwise only the
 * viewer.
 */
export function actionOwners(viewer: Viewer, departmentId: string | null, wanted: Wanted): Promise<Choice[]> {
  if (departmentId === null) return Promise.resolve([]);
  const others = can(viewer, "action.add", { departmentId }) ? readable(viewer, "p") : Prisma.sql`false`;
  return findPeople(viewer, Prisma.sql`(${others} OR p.id = ${viewer.personId}::uuid)`, wanted);
}

const plain = (people: readonly Found[]): Choice[] =>
  people.map(({ id, name, departmentName }) => ({
    value: id,
    label: departmentName === null ? name : `${name}, ${departmentName}`,
    note: "",
    free: true,
  }));

/** The same filter for names that have already been read. */
const among = <P extends { id: string; name: string }>(people: readonly P[], wanted: Wanted): P[] => {
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

/** People who can answer signals of that department, the closest first; nobody if the viewer may not decide. */
export async function answerers(viewer: Viewer, departmentId: string | null, wanted: Wanted): Promise<Choice[]> {
  if (departmentId === null || !can(viewer, "signal.decide", { departmentId })) return [];
  const found = among(await listAnswerers([departmentId]), wanted);
  return found.map(({ id, name }) => ({ value: id, label: name, note: id === viewer.personId ? "you" : "", free: true }));
}

/** People who may deputise for the viewer. */
export async function deputies(viewer: Viewer, wanted: Wanted): Promise<Choice[]> {
  return plain(among(await listDeputies(viewer), wanted));
}

/** People who work here, where the viewer may see who has access. Holding a position needs no account. */
export async function holders(viewer: Viewer, wanted: Wanted): Promise<Choice[]> {
  const nowhere = can(viewer, "grant.read", { departmentId: null });
  const rows = await reading(viewer, (tx) =>
    onTx(tx).query<Found>(Prisma.sql`
      SELECT ${COLUMNS} FROM ${PERSON}
      WHERE ${here()} AND (p.department_id = ANY (${departmentsWhere(viewer, "grant.read")}::uuid[]) OR (p.department_id IS NULL AND ${nowhere}))
        AND ${named(wanted)} ORDER BY ${order(wanted)} LIMIT ${OFFERED}`),
  );
  return plain(rows);
}

/** People who can be asked by the viewer to decide. Accounts and roles are read by the installation; only names are answered. */
export async function deciders(viewer: Viewer, wanted: Wanted): Promise<Choice[]> {
  if (!canSomewhere(viewer, "decision.ask")) return [];
  const rows = await reading("system", (tx) =>
    onTx(tx).query<Found>(
      Prisma.sql`SELECT ${COLUMNS} FROM ${PERSON} WHERE ${canBeAskedToDecide(viewer)} AND ${named(wanted)} ORDER BY ${order(wanted)} LIMIT ${OFFERED}`,
    ),
  );
  return plain(rows);
}

/** Owners of things the viewer may read, whatever their current department or status. */
async function ownersOf(viewer: Viewer, owns: Prisma.Sql, wanted: Wanted): Promise<Choice[]> {
  const rows = await reading(viewer, (tx) =>
    onTx(tx).query<Found>(Prisma.sql`
      SELECT p.id::text, p.name, NULL AS "departmentName" FROM person p
      WHERE ${matchesWanted(wanted, Prisma.sql`p.id`, Prisma.sql`p.name`)} AND EXISTS (${owns}) ORDER BY ${order(wanted)} LIMIT ${OFFERED}`),
  );
  return plain(rows);
}
export const initiativeOwners = (viewer: Viewer, wanted: Wanted) =>
  ownersOf(viewer, Prisma.sql`SELECT FROM initiative i WHERE i.owner_id = p.id AND ${initiativeIsVisible(viewer)}`, wanted);
export const decisionOwners = (viewer: Viewer, wanted: Wanted) =>
  ownersOf(viewer, Prisma.sql`SELECT FROM decision x WHERE x.owner_id = p.id AND ${decisionIsVisible(viewer)}`, wanted);
