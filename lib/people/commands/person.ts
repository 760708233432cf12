import "server-only";
import { AppError } from "@/lib/errors";
import { lockAdministrators, requireAdministrator } from "@/lib/platform/auth/administrators";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { loadLocked } from "@/lib/platform/commands/entity";
import type { Tx } from "@/lib/platform/db/client";
import type { AddPersonInput, ChangePersonInput } from "../schema";
import { noteSignInChanges } from "../sign-in-changes";
import { DESTINATION, PERSON, type PersonRow } from "./reach";

type Fields = { name: string; email: string | null; jobTitle: string | null; departmentId: string | null };

/** A person as the audit log stores them: the department by its current name. */
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

/** Adds somebody to the directory; they can sign in only after an invitation. */
export const addPerson = defineCommand({
  verb: "person.manage",
  audit: "person.add",
  entity: DESTINATION,
  at: ({ departmentId }: AddPersonInput) => departmentId,
  guard: "state",
  run: async ({ tx, input }) => {
    await requireFree(tx, "code", input.code, null);
    await requireFree(tx, "email", input.email, null);
    const { code, ...fields } = { ...input, jobTitle: input.jobTitle || null };
    const { id } = await tx.person.create({ data: { code, ...fields }, select: { id: true } });
    return {
      subject: { type: "person", id, name: input.name },
      before: null,
      after: { code, ...(await snapshot(tx, fields)) },
      answer: { id },
    };
  },
});

const fieldsOf = ({ name, email, jobTitle, departmentId }: PersonRow): Fields => ({ name, email, jobTitle, departmentId });

/**
 * Changes name, e-mail, job title or department. CONFLICT with the current values if somebody changed the record meanwhile. A new e-mail
 * changes how the person signs in: it gets its own audit row and a mail to the old address, and the last administrator must keep one.
 * `note` says so.
 */
export const changePerson = defineCommand({
  verb: "person.manage",
  audit: "person.change",
  entity: PERSON,
  at: ({ personId }: ChangePersonInput) => personId,
  guard: "version",
  current: (person) => ({ ...fieldsOf(person), version: person.version }),
  overtaken: "Somebody changed this person meanwhile. Your input is kept; compare it with what is saved now.",
  as: "installation", // accounts are in tables that no person may read
  run: async ({ tx, sql, viewer, row, input: { personId: id, version, ...input } }) => {
    const before = fieldsOf(row);
    const after = { ...input, jobTitle: input.jobTitle || null };
    const same = (["name", "email", "jobTitle", "departmentId"] as const).every((key) => after[key] === before[key]);
    if (same) return { silent: true as const, answer: { id, note: null } };
    if (after.departmentId !== before.departmentId)
      await loadLocked(sql, viewer, DESTINATION, { verb: "person.manage", key: after.departmentId });
    await requireFree(tx, "email", after.email, id);
    // Locked after the person's row, as an exception and only here, so that only changes that could remove an administrator wait; on a
    // deadlock the transaction is retried.
    const administrators = before.email !== null && after.email === null ? await lockAdministrators(sql) : [];
    await tx.person.update({ where: { id }, data: { ...after, version: version + 1 }, select: { id: true } });
    await requireAdministrator(sql, administrators);
    const account = await tx.account.findUnique({ where: { personId: id }, select: { personId: true } });
    const email = { before: before.email, after: after.email };
    const change = { personId: id, name: after.name, departmentId: after.departmentId, email, leftOn: { before: null, after: null } };
    const note = await noteSignInChanges(sql, viewer, account ? [change] : [], "People and access");
    return {
      subject: { type: "person", id, name: after.name },
      departmentId: after.departmentId,
      before: await snapshot(tx, before),
      after: await snapshot(tx, after),
      answer: { id, note },
    };
  },
});
