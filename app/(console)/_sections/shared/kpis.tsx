import { KpiList } from "@/components/shell/tables/kpi-list";
import { knownHref } from "@/lib/kpis/known";
import { defineSection } from "@/lib/pages/sections/section";

/** The measures by need, a page of them at a time, with their file. */
export const kpis = defineSection({
  title: "KPIs",
  lookingBack: "of that day",
  read: ({ measures }) => measures(),
  view: ({ rows, from, total }, { subject, known, title }) => (
    <KpiList
      title={title}
      of={subject.title}
      rows={rows}
      page={{ from, shown: rows.length, total, atOnce: subject.limit }}
      here={knownHref(subject.path, known)}
      exportHref={knownHref(`/api/export/kpis?${subject.exportQuery}`, known)}
      empty={subject.noMeasures}
      showDepartment={subject.showDepartment}
    />
  ),
});
