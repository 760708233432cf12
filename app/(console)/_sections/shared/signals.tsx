import { SignalList } from "@/components/shell/tables/signal-list";
import { defineSection } from "@/lib/pages/sections/section";
import { signalRowsAsOf } from "@/lib/signals/queries/as-of";
import { listSignals } from "@/lib/signals/queries/signals";

/** The open signals; when looking back, those of the listed measures that were open then. */
export const signals = defineSection({
  title: "Signals",
  lookingBack: "of that day",
  read: async ({ sql, subject, asOf, measures }) =>
    asOf === null ? listSignals(sql, subject.filter) : signalRowsAsOf(sql, (await measures()).found, asOf),
  view: ({ rows, total }, { title }) => <SignalList title={title} rows={rows} total={total} />,
});
