import "server-only";
import { today } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { POLICY } from "@/lib/platform/authz/policy";
import { readableKpi } from "@/lib/platform/authz/readable";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { asInstallation } from "@/lib/platform/db/as-installation";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import type { OptionInput } from "../schema";

/**
 * People `p` who can be asked by the viewer: they work here, can sign in, and hold a role that decides in the viewer's departments or above
 * them; anywhere, for who reads the whole company. Who decides in a department beside is not the viewer's to know. Grants are not
 * everybody's to read, so that this is asked by the installation, and names alone are answered.
 */
export function canBeAskedToDecide(viewer: Viewer): Prisma.Sql {
  const roles = Object.keys(POLICY["decision.decide"]);
  const inLine = Prisma.sql`AND g.department_id IN (
    WITH RECURSIVE line AS (SELECT id, parent_id FROM department WHERE id = ANY (${[...viewer.readable]}::uuid[])
      UNION SELECT d.id, d.parent_id FROM department d JOIN line ON d.id = line.parent_id) SELECT id FROM line)`;
  return Prisma.sql`(p.left_on IS NULL OR p.left_on > ${today()}::date)
    AND EXISTS (SELECT FROM account a WHERE a.person_id = p.id AND a.disabled_at IS NULL)
    AND EXISTS (SELECT FROM access_grant g WHERE g.person_id = p.id AND g.ended_at IS NULL AND g.role::text = ANY (${roles}::text[])
      ${viewer.everything ? Prisma.empty : inLine})`;
}

/** The person who is to decide. Throws INVALID at "ownerId" for somebody who could not; `now`: whoever has it stays, wherever they are. */
export async function requireDecider(sql: Sql, viewer: Viewer, id: string, now?: string): Promise<{ id: string; name: string }> {
  const [person] = await asInstallation(sql, () =>
    sql.query<{ id: string; name: string }>(
      Prisma.sql`SELECT p.id::text, p.name FROM person p WHERE p.id = ${id}::uuid AND (${id === now} OR ${canBeAskedToDecide(viewer)})`,
    ),
  );
  if (person === undefined)
    throw new AppError("INVALID", "Choose somebody who can sign in and has a role that can decide.", { field: "ownerId" });
  return person;
}

/** Writes the options of a decision in place of those there were. One in the same place stays the same option: past choices refer to it. */
export async function writeOptions(tx: Tx, decisionId: string, options: readonly OptionInput[]): Promise<void> {
  await tx.decisionOption.deleteMany({ where: { decisionId, place: { gt: options.length } } });
  for (const [n, option] of options.entries())
    await tx.decisionOption.upsert({
      where: { decisionId_place: { decisionId, place: n + 1 } },
      create: { decisionId, place: n + 1, ...option },
      update: option,
      select: { id: true },
    });
}

/** What it is about has to be there for the viewer. Throws INVALID where it is not. */
export async function requireReadable(sql: Sql, about: { type: string; id: string } | null): Promise<void> {
  if (about === null) return;
  const [found] = await sql.query<{ there: boolean }>(Prisma.sql`SELECT reference_readable(${about.type}, ${about.id}::uuid) AS there`);
  if (!found?.there) throw new AppError("INVALID", "Its subject does not exist, or you do not have access to it.", { field: "about" });
}

/** The KPI of a success criterion: in use, and the viewer's to read. Throws INVALID at "holdsKpiId". */
export async function requireKpiInUse(sql: Sql, viewer: Viewer, id: string): Promise<void> {
  const found = await sql.query(
    Prisma.sql`SELECT 1 FROM kpi k WHERE k.id = ${id}::uuid AND k.archived_at IS NULL AND ${readableKpi(viewer, "k")}`,
  );
  if (found.length === 0)
    throw new AppError("INVALID", "This KPI does not exist, is archived, or you do not have access to it.", { field: "holdsKpiId" });
}

/** A calendar date as the client of the database takes it. */
export const asDate = (date: string): Date => new Date(`${date}T00:00:00.000Z`);

/** The options as the audit log says them. */
export const optionsForAudit = (options: readonly OptionInput[]): string[] =>
  options.map(({ title, gain, odds }) =>
    [title, gain === null ? null : `gains ${gain}`, odds === null ? null : `${odds} %`].filter(Boolean).join(", "),
  );
