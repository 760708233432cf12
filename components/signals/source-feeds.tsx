import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { StaleChip } from "@/components/ui/stale-chip";
import { RowHeader, Table, Td, Th } from "@/components/ui/table";
import type { IsoDate } from "@/lib/calendar/dates";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { periodLabel } from "@/lib/calendar/period-labels";
import { staleDaysOf } from "@/lib/kpis/summary/row";
import type { FedKpi } from "@/lib/pages/source-page";

/** KPIs computed from one source, and since when each has had no value. */
export function SourceFeeds({ feeds, today, calendar }: { feeds: FedKpi[]; today: IsoDate; calendar: FiscalCalendar }) {
  if (feeds.length === 0) return <EmptyState>No KPI that you can read uses this source now.</EmptyState>;
  return (
    <Table label="KPIs from this source">
      <thead>
        <tr>
          <Th>KPI</Th>
          <Th className="max-md:hidden">Department</Th>
          <Th>Latest value</Th>
          <Th>Now</Th>
        </tr>
      </thead>
      <tbody>
        {feeds.map((kpi) => {
          const late = staleDaysOf(kpi.lateFrom, today);
          return (
            <tr key={kpi.id}>
              <RowHeader>
                <Link href={`/kpis/${kpi.id}`} className="underline-offset-2 hover:underline">
                  {kpi.name}
                </Link>
              </RowHeader>
              <Td className="max-md:hidden">{kpi.departmentName}</Td>
              <Td>{kpi.latestPeriod === null ? "none yet" : periodLabel(kpi.latestPeriod, kpi.frequency, calendar)}</Td>
              <Td>{late === null ? "not late" : <StaleChip days={late} />}</Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
