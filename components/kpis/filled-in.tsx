import Link from "next/link";
import { StatusMark } from "@/components/charts/status-mark";
import { RowHeader, Table, Td, Th } from "@/components/ui/table";
import type { KpiRow } from "@/lib/charts/view";

/** The viewer's measures that are filled automatically: value, mark, and source. */
export function FilledIn({ rows }: { rows: KpiRow[] }) {
  return (
    <Table label="Measures filled in for you">
      <thead>
        <tr>
          <Th>Measure</Th>
          <Th numeric>Latest</Th>
          <Th>Against target</Th>
          <Th className="max-md:hidden">Period</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <RowHeader>
              <Link href={row.href} className="underline-offset-2 hover:underline">
                {row.name}
              </Link>
            </RowHeader>
            <Td numeric strong>
              {row.latestText} <span className="font-normal text-muted">{row.unit}</span>
            </Td>
            <Td>
              <StatusMark status={row.status} staleDays={row.staleDays} />
            </Td>
            <Td className="text-muted max-md:hidden">
              {row.missingText ?? `${row.latestPeriodLabel}${row.provisional ? ", provisional" : ""}`}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
