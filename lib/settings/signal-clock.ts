import "server-only";
import { appendAudit } from "@/lib/platform/audit/write";
import { authorise } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { systemFor, writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { type SignalTerms, signalTerms } from "@/lib/signals/life/terms";
import type { SignalClockInput } from "./schema";

/** Changes it for signals whose clock starts from now on; who has been asked keeps the time they were given. Verb: company.change. */
export function changeSignalClock(viewer: Viewer, { high, medium, low, hour, money }: SignalClockInput): Promise<SignalTerms> {
  authorise(viewer, "company.change", { departmentId: null });
  return writing(systemFor(viewer), async (tx) => {
    const sql = onTx(tx);
    const before = await signalTerms(sql);
    const value = JSON.stringify({ workingDays: { 1: low, 2: medium, 3: high }, hour, money });
    await sql.query(Prisma.sql`INSERT INTO setting (key, value) VALUES ('signal-clock', ${value}::jsonb)
      ON CONFLICT (key) DO UPDATE SET value = setting.value || excluded.value RETURNING 1`);
    const after = await signalTerms(sql);
    await appendAudit(sql, viewer, {
      action: "company.change",
      subject: { type: "installation", id: "signal-clock", name: "Time to answer a signal" },
      departmentId: null,
      before: said(before),
      after: said(after),
    });
    return after;
  });
}

const said = ({ clock: { workingDays, hour }, severity }: SignalTerms) => ({
  "high, working days": workingDays[3],
  "medium, working days": workingDays[2],
  "low, working days": workingDays[1],
  hour,
  money: severity.money,
});
