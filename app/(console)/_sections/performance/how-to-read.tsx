import { HowToRead } from "@/components/shell/tables/how-to-read";
import { defineSection } from "@/lib/pages/sections/section";
import { expectedFalseSignals } from "@/lib/signals/rates/expected-false";
import { falseSignalsText } from "@/lib/signals/rates/false-signals";

/** How the nine cells are read. What chance alone raises is of now, over every measure with limits: looking back it is not said. */
export const howToRead = defineSection({
  title: "How to read it",
  lookingBack: "of that day",
  read: async ({ sql, asOf, measures }) => ({
    any: (await measures()).rows.length > 0,
    byChance: asOf === null ? falseSignalsText(await expectedFalseSignals(sql)) : null,
  }),
  view: ({ any, byChance }, { title }) => (any ? <HowToRead title={title} byChance={byChance} /> : null),
});
