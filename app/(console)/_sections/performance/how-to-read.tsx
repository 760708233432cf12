import { HowToRead } from "@/components/shell/tables/how-to-read";
import { defineSection } from "@/lib/pages/sections/section";
import { expectedFalseSignals } from "@/lib/signals/rates/expected-false";
import { falseSignalsText } from "@/lib/signals/rates/false-signals";

/**
 * How to read the nine cells. The expected false signals are current and cover every measure with limits, so they are left out when looking
 * back.
 */
export const howToRead = defineSection({
  title: "How to read it",
  lookingBack: "of that day",
  read: async ({ sql, asOf, measures }) => ({
    any: (await measures()).rows.length > 0,
    byChance: asOf === null ? falseSignalsText(await expectedFalseSignals(sql)) : null,
  }),
  view: ({ any, byChance }, { title }) => (any ? <HowToRead title={title} byChance={byChance} /> : null),
});
