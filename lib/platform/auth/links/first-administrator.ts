import "server-only";
import { randomUUID } from "node:crypto";
import { realNow } from "@/lib/clock";
import { env } from "@/lib/env";
import { AppError, notFound } from "@/lib/errors";
import { appendAudit } from "@/lib/platform/audit/write";
import type { Tx } from "@/lib/platform/db/client";
import { reading, setActor, writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { lockAdministrators } from "../administrators";
import { viewerIn } from "../load-viewer";
import { hashPassword } from "../password/password";
import { passwordProblem } from "../password/password-policy";
import type { FirstAdministratorInput } from "../schema";
import { hashToken, newToken } from "./token";

const LINK_HOURS = 24;

const hasAdministrator = async (tx: Tx) => (await tx.grant.count({ where: { role: "administrator", endedAt: null } })) > 0;

/** A new link to set up this installation, valid for 24 hours; earlier ones stop working. Null once there is an administrator. */
export function offerFirstAdministrator(): Promise<string | null> {
  const token = newToken();
  return writing("system", async (tx) => {
    if (await hasAdministrator(tx)) return null;
    const at = realNow();
    await tx.oneTimeToken.deleteMany({ where: { purpose: "first_administrator", usedAt: null } });
    await tx.oneTimeToken.create({
      data: {
        tokenHash: hashToken(token),
        purpose: "first_administrator",
        createdAt: at,
        expiresAt: new Date(at.getTime() + LINK_HOURS * 3_600_000),
      },
      select: { purpose: true },
    });
    return `${env.APP_ORIGIN}/first-administrator?token=${token}`;
  });
}

const usable = (token: string) => ({
  tokenHash: hashToken(token),
  purpose: "first_administrator" as const,
  usedAt: null,
  expiresAt: { gt: realNow() },
});

/** Whether this link still sets up the installation, with the company's name if imports have already brought it. Null if it does not. */
export function findFirstAdministratorLink(token: string): Promise<{ company: string | null } | null> {
  return reading("system", async (tx) => {
    const link = await tx.oneTimeToken.findFirst({ where: usable(token), select: { purpose: true } });
    if (!link || (await hasAdministrator(tx))) return null;
    const root = await tx.department.findFirst({ where: { parentId: null }, select: { name: true } });
    return { company: root?.name ?? null };
  });
}

/**
 * Creates the company's department if there is none, the person, their account and their administrator grant. If several try at once, one
 * succeeds; after that the setup no longer exists (NOT_FOUND).
 */
export async function createFirstAdministrator(input: FirstAdministratorInput): Promise<{ email: string }> {
  if (!(await findFirstAdministratorLink(input.token))) throw notFound("page");
  const problem = passwordProblem(input.password, [input.name, input.email, input.company]);
  if (problem) throw new AppError("INVALID", problem, { field: "password" });
  const passwordHash = await hashPassword(input.password);
  return writing("system", async (tx) => {
    const sql = onTx(tx);
    await lockAdministrators(sql); // serialises with other setups and with a recovery on the machine
    const { count } = await tx.oneTimeToken.updateMany({ where: usable(input.token), data: { usedAt: realNow() } });
    if (count === 0 || (await hasAdministrator(tx))) throw notFound("page");
    const root =
      (await tx.department.findFirst({ where: { parentId: null }, select: { id: true, name: true } })) ??
      (await tx.department.create({ data: { code: "company", name: input.company, parentId: null }, select: { id: true, name: true } }));
    const named = { key: "company", value: { name: root.name } };
    await tx.setting.upsert({ where: { key: named.key }, create: named, update: {}, select: { key: true } });
    const known = await tx.person.findUnique({ where: { email: input.email }, select: { id: true } });
    const person =
      known ??
      (await tx.person.create({
        data: { code: `administrator-${randomUUID().slice(0, 8)}`, name: input.name, email: input.email, departmentId: root.id },
        select: { id: true },
      }));
    await tx.account.upsert({
      where: { personId: person.id },
      create: { personId: person.id, passwordHash },
      update: { passwordHash, disabledAt: null },
      select: { personId: true },
    });
    await tx.grant.create({ data: { personId: person.id, departmentId: root.id, role: "administrator" }, select: { id: true } });
    const viewer = await viewerIn(sql, person.id);
    if (!viewer) throw new AppError("INVALID", "According to the records, this person has left the company.", { field: "email" });
    await setActor(sql, viewer);
    await appendAudit(sql, viewer, {
      action: "installation.start",
      subject: { type: "person", id: person.id, name: viewer.name },
      departmentId: root.id,
      before: null,
      after: { company: root.name, name: viewer.name, email: input.email, role: "administrator" },
    });
    return { email: input.email };
  });
}
