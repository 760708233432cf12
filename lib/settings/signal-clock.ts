import "server-only";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { INSTALLATION } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";
import { type SignalTerms, signalTerms } from "@/lib/signals/life/terms";
import type { SignalClockInput } from "./schema";

/** Changes it for signals whose clock starts from now on; answers already due keep their time. */
export const changeSignalClock = defineCommand({
  verb: "company.change",
  audit: "company.change",
  entity: INSTALLATION,
  at: (_: SignalClockInput) => null,
  guard: "state",
  as: "installation",
  run: async ({ sql, input: { high, medium, low, hour, money } }) => {
    const before = await signalTerms(sql);
    const value = JSON.stringify({ workingDays: { 1: low, 2: medium, 3: high }, hour, money });
    await sql.query(Prisma.sql`INSERT INTO setting (key, value) VALUES ('signal-clock', ${value}::jsonb)
      ON CONFLICT (key) DO UPDATE SET value = setting.value || excluded.value RETURNING 1`);
    const after = await signalTerms(sql);
    const subject = { type: "installation", id: "signal-clock", name: "Time to answer a signal" };
    return { subject, before: said(before), after: said(after), answer: after };
  },
});

const said = ({ clock: { workingDays, hour }, severity }: SignalTerms) => ({
  "high, working days": workingDays[3],
  "medium, working days": workingDays[2],
  "low, working days": workingDays[1],
  hour,
  money: severity.money,
});
