import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { now } from "@/lib/clock";
import { DEMONSTRATION_PASSWORD } from "@/lib/platform/auth/demonstration";
import { hashPassword } from "@/lib/platform/auth/password/password";
import type { Tx } from "@/lib/platform/db/client";

const SignIns = z.array(
  z.strictObject({
    email: z.email(),
    person: z.string(),
    role: z.enum(["coo", "executive", "lead", "member", "viewer", "administrator"]),
    department: z.string(),
  }),
);

/** The company's name and currency. Its fiscal year starts in July. */
export async function writeCompany(tx: Tx): Promise<void> {
  const value = {
    name: "Adventure Works Cycles",
    currency: "USD",
    fiscalStartMonth: 7,
    recordsNote: "where the records end. The ledger ends in April 2014.",
  };
  await tx.setting.upsert({ where: { key: "company" }, create: { key: "company", value }, update: {} });
}

/** An account with the published password and one grant for each demonstration sign-in. Adds what is missing. Returns their number. */
export async function writeSignIns(tx: Tx): Promise<number> {
  const signIns = SignIns.parse(JSON.parse(readFileSync(join(import.meta.dirname, "written/sign-ins.json"), "utf8")));
  const at = now();
  for (const { email, person: code, role, department: departmentCode } of signIns) {
    const person = await tx.person.findUniqueOrThrow({ where: { code } });
    if (person.email !== email) throw new Error(`${person.name} has the e-mail address ${person.email}, not ${email}`);
    const department = await tx.department.findUniqueOrThrow({ where: { code: departmentCode } });
    const account = await tx.account.findUnique({ where: { personId: person.id } });
    if (account === null)
      await tx.account.create({ data: { personId: person.id, passwordHash: await hashPassword(DEMONSTRATION_PASSWORD), createdAt: at } });
    const held = await tx.grant.findFirst({ where: { personId: person.id, departmentId: department.id, role, endedAt: null } });
    if (held === null) await tx.grant.create({ data: { personId: person.id, departmentId: department.id, role, grantedAt: at } });
  }
  return signIns.length;
}
