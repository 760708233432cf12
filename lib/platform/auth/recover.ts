import "server-only";
import { randomUUID } from "node:crypto";
import { today } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { text } from "@/lib/fields";
import { appendAudit } from "@/lib/platform/audit/write";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { type Administrator, lockAdministrators } from "./administrators";
import { sameEmail } from "./links/email-address";
import { issueLink, LINK_MINUTES } from "./links/invitations";
import { email as emailField } from "./schema";
import { revokeSessions } from "./sessions";

export type Recover = {
  /** E-mail of the person who is to administer the company. */
  email: string;
  /** Name, for a person who is not in the directory yet. */
  name?: string | undefined;
  /** True if they are the only administrator and have forgotten the password. */
  forgotten?: boolean | undefined;
};
/** `did`: sentences about what was changed besides making the link. */
export type Recovered = { name: string; email: string; link: string; minutes: number; did: string[] };

type Found = { id: string; name: string; departmentId: string | null; leftOn: string | null; account: string | null };

const find = async (tx: Tx, email: string): Promise<Found | undefined> => {
  const [person] = await onTx(tx).query<Found>(Prisma.sql`
    SELECT p.id::text, p.name, p.department_id::text AS "departmentId", p.left_on::text AS "leftOn",
      (SELECT CASE WHEN a.disabled_at IS NULL THEN 'enabled' ELSE 'disabled' END FROM account a WHERE a.person_id = p.id) AS account
    FROM person p WHERE p.email = ${email} FOR UPDATE OF p`);
  return person;
};

function refuseWhere(administrators: readonly Administrator[], person: Found | undefined, forgotten: boolean): void {
  const others = administrators.filter((one) => one.personId !== person?.id).map((one) => one.name);
  const self = administrators.length > others.length;
  if (others.length > 0)
    throw new AppError(
      "INVALID",
      `${others.join(", ")} can sign in and administer the company. Ask them for a link or a role; nothing was changed.`,
    );
  if (self && !forgotten)
    throw new AppError(
      "INVALID",
      `${person?.name} can sign in and administer the company; nothing was changed. If they are the only administrator and forgot the password, use --forgotten.`,
    );
}

/**
 * For the operator of the machine, when nobody can sign in and administer the company. Makes one person its administrator whatever is
 * missing (no account, a disabled account, no role, a leaving date that has passed), and returns a one-time link to set a password. Removes
 * their old password and ends their sessions, so that only the link opens the account. Audited as the system. Throws INVALID with a
 * sentence naming the existing administrators if there are any (but see `forgotten`), and if nothing is set up yet; NOT_FOUND for an
 * unknown e-mail without a name to add.
 */
export function recoverAdministrator({ email: typed, name, forgotten = false }: Recover): Promise<Recovered> {
  const parsed = emailField.safeParse(typed);
  const email = parsed.success ? parsed.data : sameEmail(typed);
  return writing("system", async (tx) => {
    const sql = onTx(tx);
    const administrators = await lockAdministrators(sql);
    const known = await find(tx, email);
    refuseWhere(administrators, known, forgotten);
    const root = await tx.department.findFirst({ where: { parentId: null }, select: { id: true, name: true } });
    if (!root)
      throw new AppError("INVALID", "This installation has not been set up yet: npm start prints the link for its first administrator.");
    const did: string[] = [];
    if (!known) {
      const called = text(200).safeParse(name ?? "");
      if (!called.success)
        throw new AppError("NOT_FOUND", `Nobody in the directory has the e-mail ${email}. Use --name "Their Name" to add them.`);
      if (!parsed.success) throw new AppError("INVALID", `${email} is not an e-mail address.`);
      const code = `administrator-${randomUUID().slice(0, 8)}`;
      const data = { code, name: called.data, email, departmentId: root.id };
      await tx.person.create({ data, select: { id: true } });
      did.push("They were added to the directory.");
    }
    const person = known ?? (await find(tx, email));
    if (!person) throw new Error("a person who was just added is there");
    const personId = person.id;
    if (person.leftOn !== null && person.leftOn <= today()) {
      await tx.person.update({ where: { id: personId }, data: { leftOn: null, version: { increment: 1 } }, select: { id: true } });
      did.push(`Their leaving date, ${person.leftOn}, was removed.`);
    } else if (person.leftOn !== null) did.push(`They leave on ${person.leftOn}: give somebody else the role before that.`);
    const open = { passwordHash: null, disabledAt: null };
    await tx.account.upsert({ where: { personId }, create: { personId, ...open }, update: open, select: { personId: true } });
    did.push(
      person.account === null
        ? "An account was created for them."
        : "Their account is enabled; its password and sessions are no longer valid.",
    );
    await revokeSessions(tx, personId);
    const role = { personId, departmentId: root.id, role: "administrator", endedAt: null } as const;
    const held = await tx.grant.count({ where: role });
    if (held === 0) {
      await tx.grant.create({ data: role, select: { id: true } });
      did.push(`They are now an administrator of ${root.name}.`);
    }
    const account = await tx.account.findUniqueOrThrow({ where: { personId }, select: { personId: true, rightsVersion: true } });
    const link = await issueLink(tx, account, "invitation");
    await appendAudit(sql, "system", {
      action: "account.recover",
      subject: { type: "person", id: personId, name: person.name },
      departmentId: person.departmentId,
      before: { account: person.account, leftOn: person.leftOn, administers: held > 0 },
      after: { account: "enabled", did: did.join(" "), minutes: LINK_MINUTES, by: "npm run recover" },
    });
    return { name: person.name, email, link, minutes: LINK_MINUTES, did };
  });
}
