import "server-only";
import { AppError, notFound } from "@/lib/errors";
import { appendAudit } from "@/lib/platform/audit/write";
import { lockAdministrators, requireAdministrator } from "@/lib/platform/auth/administrators";
import { authorise, can } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import { systemFor, writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import type { AddPersonInput, ChangePersonInput } from "../schema";
import { noteSignInChanges } from "../sign-in-changes";
import { personInReach } from "./reach";

/** Throws unless the viewer may put people into this department. */
async function destination(tx: Tx, viewer: Viewer, departmentId: string | null): Promise<void> {
  if (departmentId !== null) {
    // Held open until they are in it.
    const [found] = await onTx(tx).query(
      Prisma.sql`SELECT id FROM department WHERE id = ${departmentId}::uuid AND archived_at IS NULL FOR KEY SHARE`,
    );
    if (!found || !can(viewer, "grant.read", { departmentId })) throw notFound("department");
  }
  authorise(viewer, "person.manage", { departmentId });
}

type Fields = { name: string; email: string | null; jobTitle: string | null; departmentId: string | null };

/** What the log says of a person: the department by the name it has now. */
async function snapshot(tx: Tx, { departmentId, ...fields }: Fields) {
  const department = departmentId && (await tx.department.findUnique({ where: { id: departmentId }, select: { name: true } }));
  return { ...fields, department: department ? department.name : null };
}

async function requireFree(tx: Tx, column: "code" | "email", value: string | null, except: string | null): Promise<void> {
  if (value === null) return;
  const taken = await tx.person.findFirst({ where: { [column]: value }, select: { id: true } });
  if (!taken || taken.id === except) return;
  const message = column === "code" ? "Somebody has this number already." : "Somebody has this e-mail already.";
  throw new AppError("INVALID", message, { field: column });
}

/** Adds somebody to the directory; they sign in only once they have been invited. */
export function addPerson(viewer: Viewer, input: AddPersonInput): Promise<{ id: string }> {
  return writing(viewer, async (tx) => {
    await destination(tx, viewer, input.departmentId);
    await requireFree(tx, "code", input.code, null);
    await requireFree(tx, "email", input.email, null);
    const { code, ...fields } = { ...input, jobTitle: input.jobTitle || null };
    const { id } = await tx.person.create({ data: { code, ...fields }, select: { id: true } });
    const subject = { type: "person", id, name: input.name };
    const after = { code, ...(await snapshot(tx, fields)) };
    await appendAudit(onTx(tx), viewer, { action: "person.add", subject, departmentId: input.departmentId, before: null, after });
    return { id };
  });
}

/**
 * Changes name, e-mail, job title or department. CONFLICT with what the record says now when somebody changed it meanwhile. Another e-mail is
 * another way to sign in: it has a row of its own in the log, is told to the address that was, and the last administrator keeps one. `note`
 * says so.
 */
export function changePerson(
  viewer: Viewer,
  { personId, version, ...input }: ChangePersonInput,
): Promise<{ id: string; note: string | null }> {
  // The system's scope: who signs in stands in tables that no person reads.
  return writing(systemFor(viewer), async (tx) => {
    const sql = onTx(tx);
    const person = await personInReach(tx, viewer, "person.manage", personId);
    const { id, version: held, ...before } = person;
    const after = { ...input, jobTitle: input.jobTitle || null };
    if (held !== version)
      throw new AppError("CONFLICT", "Somebody changed this person meanwhile. Your typing is kept; look at what it says now.", {
        current: { ...before, version: held },
      });
    const same = (["name", "email", "jobTitle", "departmentId"] as const).every((key) => after[key] === before[key]);
    if (same) return { id, note: null };
    if (after.departmentId !== before.departmentId) await destination(tx, viewer, after.departmentId);
    await requireFree(tx, "email", after.email, id);
    // After the person's row for once, and only here, so that nobody waits who cannot lose an administrator; who crosses another is tried again.
    const administrators = before.email !== null && after.email === null ? await lockAdministrators(sql) : [];
    await tx.person.update({ where: { id }, data: { ...after, version: held + 1 }, select: { id: true } });
    await requireAdministrator(sql, administrators);
    const subject = { type: "person", id, name: after.name };
    const account = await tx.account.findUnique({ where: { personId: id }, select: { personId: true } });
    const email = { before: before.email, after: after.email };
    const change = { personId: id, name: after.name, departmentId: after.departmentId, email, leftOn: { before: null, after: null } };
    const note = await noteSignInChanges(sql, viewer, account ? [change] : [], "People and access");
    await appendAudit(sql, viewer, {
      action: "person.change",
      subject,
      departmentId: after.departmentId,
      before: await snapshot(tx, before),
      after: await snapshot(tx, after),
    });
    return { id, note };
  });
}
