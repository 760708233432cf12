import { CsvLink } from "@/components/ui/csv-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import type { KpiRow } from "@/lib/charts/view";
import { type PageOf, pageText } from "@/lib/paging";
import { PageNav } from "../page-nav";
import { tableRow } from "./kpi-row-marks";
import { KpiTable } from "./kpi-table";

type Props = {
  title: string;
  /** whose they are: "Operations" */
  of: string;
  rows: KpiRow[];
  /** which of all the KPIs these are, and how many a page lists */
  page: PageOf & { atOnce: number };
  /** the page it is on, with the day it shows */
  here: string;
  exportHref: string;
  /** said in the place of the rows when there are none */
  empty: string;
  showDepartment: boolean;
};

/** KPIs by need, a page of them, with the way to the others and to their file. */
export function KpiList({ title, of, rows, page, here, exportHref, empty, showDepartment }: Props) {
  return (
    <Section
      title={title}
      count={rows.length}
      caption={
        <span className="inline-flex items-center gap-x-3">
          {pageText(page) ?? "late and off track first, then by size of signal"}
          <CsvLink href={exportHref} of={`KPIs of ${of}`} />
        </span>
      }
    >
      {rows.length === 0 ? (
        <EmptyState>{empty}</EmptyState>
      ) : (
        <KpiTable
          label={`KPIs of ${of}`}
          rows={rows.map((row) => tableRow(row, showDepartment ? 152 : 216))}
          showDepartment={showDepartment}
        />
      )}
      <PageNav page={page} path={here} of="KPIs" size={page.atOnce} />
    </Section>
  );
}
