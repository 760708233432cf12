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
  /** their area or department: "Operations" */
  of: string;
  rows: KpiRow[];
  /** which part of the list this is, and the page size */
  page: PageOf & { atOnce: number };
  /** the current page, with its day */
  here: string;
  exportHref: string;
  /** shown if there are no rows */
  empty: string;
  showDepartment: boolean;
};

/** KPIs by need, one page of them, with links to the others and to their file. */
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
