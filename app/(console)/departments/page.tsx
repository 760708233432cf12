import type { Metadata } from "next";
import Link from "next/link";
import { StatusMark } from "@/components/charts/status-mark";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { RowHeader, Table, Td, Th } from "@/components/ui/table";
import { listDepartments } from "@/lib/kpis/queries/departments";
import { requireViewer } from "@/lib/platform/auth/session";

export const metadata: Metadata = { title: "Departments" };

export default async function DepartmentsRoute() {
  const departments = await listDepartments(await requireViewer());
  return (
    <>
      <PageHeader title="Departments" facts={<span>{departments.length} you may read</span>} />
      {departments.length === 0 ? (
        <EmptyState>No department has been granted to you. An administrator can do that under People and access.</EmptyState>
      ) : (
        <Table label="Departments" className="mt-3">
          <thead>
            <tr>
              <Th>Department</Th>
              <Th>Group</Th>
              <Th>Worst measure</Th>
              <Th numeric>Measures</Th>
              <Th numeric>Late</Th>
              <Th numeric unit="in all">
                People
              </Th>
            </tr>
          </thead>
          <tbody>
            {departments.map((d) => (
              <tr key={d.id}>
                <RowHeader>
                  <Link href={`/departments/${d.id}`} className="underline-offset-2 hover:underline" style={{ paddingLeft: 16 * d.depth }}>
                    {d.name}
                  </Link>
                </RowHeader>
                <Td className="text-muted">{d.groupName ?? "–"}</Td>
                <Td>
                  {d.measures === 0 ? (
                    <span className="text-muted">no measures of its own</span>
                  ) : (
                    <StatusMark status={d.status} staleDays={d.staleDays} />
                  )}
                </Td>
                <Td numeric>{d.measures}</Td>
                <Td numeric>{d.late === 0 ? "–" : d.late}</Td>
                <Td numeric>{d.people}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </>
  );
}
