import { clsx } from "clsx";
import Link from "next/link";
import { Fragment } from "react";
import { RowHeader, Table, Td, Th } from "@/components/ui/table";
import type { DepartmentNode } from "@/lib/pages/organisation/queries";

/** Indentation per level, limited so that a phone still has room for the words. */
const STEPS = ["pl-0", "pl-3 md:pl-5", "pl-6 md:pl-10", "pl-8 md:pl-14", "pl-10 md:pl-18"];
const stepOf = (depth: number) => STEPS[Math.min(depth, STEPS.length - 1)];
const link = "inline-block py-1 underline-offset-2 hover:underline max-md:py-3";

/** Departments in tree order, each with its positions and their holders. Numbers of people and KPIs do not include departments below. */
export function OrganisationTree({ departments }: { departments: readonly DepartmentNode[] }) {
  return (
    <Table label="Departments and their positions">
      <thead>
        <tr>
          <Th>Department, with its positions</Th>
          <Th className="max-md:hidden">Held by</Th>
          <Th className="max-md:hidden">Group</Th>
          <Th className="max-md:hidden">Code</Th>
          <Th numeric>People</Th>
          <Th numeric>KPIs</Th>
        </tr>
      </thead>
      <tbody>
        {departments.map((department) => (
          <Fragment key={department.id}>
            <tr>
              <RowHeader className="font-semibold">
                <div className={stepOf(department.depth)}>
                  <Link href={`/settings/departments/${department.id}`} className={link} aria-label={nameOf(department)}>
                    {department.name}
                  </Link>
                </div>
              </RowHeader>
              <Td className="max-md:hidden" />
              <Td className="text-muted max-md:hidden">{department.groupName}</Td>
              <Td className="text-muted max-md:hidden">{department.code}</Td>
              <Td numeric>{department.held.people}</Td>
              <Td numeric>{department.held.kpis}</Td>
            </tr>
            {department.positions.map((position) => (
              <tr key={position.id}>
                <RowHeader className="font-normal">
                  <div className={clsx(stepOf(department.depth), "border-l-2 border-transparent")}>
                    <Link href={`/settings/positions/${position.id}`} className={clsx(link, "ml-3 md:ml-5")}>
                      {position.title}
                    </Link>
                    <span className="ml-3 block pb-1 text-caption text-muted md:hidden">{position.holderName ?? "vacant"}</span>
                  </div>
                </RowHeader>
                <Td className={clsx("max-md:hidden", position.holderName === null && "text-muted")}>{position.holderName ?? "vacant"}</Td>
                <Td className="max-md:hidden" />
                <Td className="text-muted max-md:hidden">{position.code}</Td>
                <Td />
                <Td />
              </tr>
            ))}
          </Fragment>
        ))}
      </tbody>
    </Table>
  );
}

/** A screen reader does not convey indentation, so the level is part of the name. */
const nameOf = ({ name, depth }: DepartmentNode) => (depth === 0 ? name : `${name}, level ${depth + 1}`);
