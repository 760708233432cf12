import { NotPlacedList } from "@/components/shell/tables/not-placed-list";
import { defineSection } from "@/lib/pages/sections/section";

/** The measures outside the nine cells, with the reason. */
export const notPlaced = defineSection({
  title: "Not in the grid",
  lookingBack: "of that day",
  read: ({ measures }) => measures(),
  view: ({ rows }, { title }) => (rows.length === 0 ? null : <NotPlacedList title={title} rows={rows} />),
});
