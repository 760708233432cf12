import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { listNotices, unreadCount } from "@/lib/notices/queries";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading, writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { markAllRead, markRead } from "@/lib/platform/notices/commands";
import { notify } from "@/lib/platform/notices/notify";
import { owner } from "../support/audit";
import { type Company, makeCompany, makeKpi } from "../support/factories";

let company: Company;
let kpiOfB: { id: string };
const initiative = { a: randomUUID(), b: randomUUID() };

beforeAll(async () => {
  company = await makeCompany();
  kpiOfB = await makeKpi(company.b.id);
  for (const [key, departmentId, ownerId] of [
    ["a", company.a.id, company.leadA.personId],
    ["b", company.b.id, company.leadB.personId],
  ] as const)
    await owner.query(
      `insert into initiative (id, code, title, kind, area, department_id, owner_id, starts_on, baseline_due_on, due_on)
       values ($1, 'IN-9' || $2, 'Work ' || $2, 'improvement', 'operations', $3, $4, '2014-01-01', '2014-09-01', '2014-09-01')`,
      [initiative[key], key, departmentId, ownerId],
    );
});

describe("notices", () => {
  const count = (viewer: Viewer) =>
    reading(viewer, async (tx) => (await onTx(tx).query<{ n: number }>(Prisma.sql`SELECT ${unreadCount(viewer)} AS n`))[0]?.n);

  it("get their text and count from what their reader may read now", async () => {
    const to = company.leadA.personId;
    await writing(company.coo, (tx) =>
      notify(onTx(tx), company.coo, [
        { personId: to, kind: "initiative-assigned", subject: { type: "initiative", id: initiative.a } },
        { personId: to, kind: "initiative-assigned", subject: { type: "initiative", id: initiative.b } },
        { personId: to, kind: "numbers-due", subject: { type: "kpi", id: kpiOfB.id } },
        { personId: to, kind: "delegated" },
      ]),
    );
    const list = await listNotices(company.leadA);
    expect(list.map(({ text }) => text)).toEqual([
      `${company.coo.name} named you as their deputy.`,
      `${company.coo.name} assigned IN-9a Work a to you.`,
    ]);
    expect(await count(company.leadA)).toBe(2);
    expect(await count(company.leadB)).toBe(0);
  });

  it("are marked as read one by one, or up to the one seen; nobody else's", async () => {
    const [newest, oldest] = await listNotices(company.leadA);
    if (!newest || !oldest) throw new Error("there are two");
    await expect(markRead(company.leadB, { id: newest.id })).rejects.toThrow(/does not exist/);
    await markRead(company.leadA, { id: newest.id });
    await markAllRead(company.leadB, { upTo: newest.id });
    expect((await listNotices(company.leadA)).map(({ read }) => read)).toEqual([true, false]);
    await markAllRead(company.leadA, { upTo: oldest.id });
    expect(await count(company.leadA)).toBe(0);
  });
});
