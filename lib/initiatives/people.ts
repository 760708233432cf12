import "server-only";
import { today } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import type { Viewer } from "@/lib/platform/authz/viewer";
import type { Tx } from "@/lib/platform/db/client";
import { asDate } from "./commands/open-initiative";
import { mayGiveTo } from "./rights";

/** The person who gets the work. Throws INVALID at `field` if nobody with that id works here now or the viewer may not give them work. */
export async function personFor(tx: Tx, viewer: Viewer, id: string, field: string): Promise<{ id: string; name: string }> {
  const person = await tx.person.findFirst({
    where: { id, OR: [{ leftOn: null }, { leftOn: { gt: asDate(today()) } }] },
    select: { id: true, name: true, departmentId: true },
  });
  if (person === null || !mayGiveTo(viewer, person)) throw new AppError("INVALID", "Choose somebody from the list.", { field });
  return { id: person.id, name: person.name };
}

/** Throws INVALID at `field` if there is no such department in use. */
export async function departmentFor(tx: Tx, id: string, field: string): Promise<{ id: string; name: string }> {
  const department = await tx.department.findFirst({ where: { id, archivedAt: null }, select: { id: true, name: true } });
  if (department === null) throw new AppError("INVALID", "Choose a department from the list.", { field });
  return department;
}
