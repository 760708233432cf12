import { KpiList } from "@/components/shell/tables/kpi-list";
import { asOfHref } from "@/lib/kpis/as-of";
import { defineSection } from "@/lib/pages/sections/section";

/** The measures by need, a page at a time, with their file. */
export const kpis = defineSection({
  title: "KPIs",
  lookingBack: "of that day",
  read: ({ measures }) => measures(),
  view: ({ rows, from, total }, { subject, asOf, title }) => (
    <KpiList
      title={title}
      of={subject.title}
      rows={rows}
      page={{ from, shown: rows.length, total, atOnce: subject.limit }}
      here={asOfHref(subject.path, asOf)}
      exportHref={asOfHref(`/api/export/kpis?${subject.exportQuery}`, asOf)}
      empty={subject.noMeasures}
      showDepartment={subject.showDepartment}
    />
  ),
});
