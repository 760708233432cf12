import "server-only";
import { z } from "zod";
import { appendAudit } from "@/lib/audit/write";
import type { Viewer } from "@/lib/auth/viewer";
import { authorise } from "@/lib/authz/policy";
import { Prisma } from "@/lib/db/client";
import { writing } from "@/lib/db/scope";
import { onTx, type Sql } from "@/lib/db/sql";
import { CLOCK_TERMS, type ClockTerms } from "@/lib/signals/clock";
import type { SignalClockInput } from "./schema";

const days = z.int().min(0).max(60);
const Stored = z.strictObject({ workingDays: z.strictObject({ 1: days, 2: days, 3: days }), hour: z.int().min(0).max(23) });

/** Setting "signal-clock", or what holds without it: how long whoever answers for a signal has. */
export async function getClockTerms(sql: Sql): Promise<ClockTerms> {
  const [row] = await sql.query<{ value: unknown }>(Prisma.sql`SELECT value FROM setting WHERE key = 'signal-clock'`);
  return row === undefined ? CLOCK_TERMS : Stored.parse(row.value);
}

/** Changes it for signals whose clock starts from now on; who has been asked keeps the time they were given. Verb: company.change. */
export function changeSignalClock(viewer: Viewer, { high, medium, low, hour }: SignalClockInput): Promise<ClockTerms> {
  authorise(viewer, "company.change", { departmentId: null });
  return writing("system", async (tx) => {
    const sql = onTx(tx);
    const before = await getClockTerms(sql);
    const after: ClockTerms = { workingDays: { 1: low, 2: medium, 3: high }, hour };
    await sql.query(Prisma.sql`INSERT INTO setting (key, value) VALUES ('signal-clock', ${JSON.stringify(after)}::jsonb)
      ON CONFLICT (key) DO UPDATE SET value = excluded.value RETURNING 1`);
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

const said = ({ workingDays, hour }: ClockTerms) => ({
  "high, working days": workingDays[3],
  "medium, working days": workingDays[2],
  "low, working days": workingDays[1],
  hour,
});
