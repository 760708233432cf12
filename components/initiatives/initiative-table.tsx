import Link from "next/link";
import { RowHeader, Table, Td, Th } from "@/components/ui/table";
import type { InitiativeRow } from "@/lib/initiatives/rows/queries";
import { dayOf } from "@/lib/initiatives/words/phrases";
import { HealthMark } from "./health-mark";

/** Initiatives as rows: health, title, owner, intended effect, due date. On the phone the last three are under the title. */
export function InitiativeTable({ label, rows, today }: { label: string; rows: InitiativeRow[]; today: string }) {
  return (
    <Table label={label}>
      <thead className="max-md:sr-only">
        <tr>
          <Th className="w-32">Health</Th>
          <Th>Initiative</Th>
          <Th className="w-48">Owner</Th>
          <Th className="w-60">Should move</Th>
          <Th numeric className="w-36">
            Due
          </Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} today={today} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({ row, today }: { row: InitiativeRow; today: string }) {
  const due = row.closedOn === null ? dayOf(row.dueOn, today) : `closed ${dayOf(row.closedOn, today)}`;
  const moves = row.effects.map((e) => e.kpiName).join(", ");
  return (
    <tr className="align-top">
      <Td className="py-2 md:w-32">
        <HealthMark mark={row.health.mark} word={row.health.word} staleDays={row.health.staleDays} />
      </Td>
      <RowHeader className="py-2 font-normal">
        <Link
          href={`/initiatives/${row.id}`}
          className="flex min-h-7 items-start font-medium underline-offset-2 hover:underline md:min-h-0"
        >
          <span>
            <span className="mr-2 text-muted">{row.code}</span>
            {row.title}
          </span>
        </Link>
        <span className="block text-caption text-muted">
          {row.departmentName} · {row.health.lines[0]?.text}
        </span>
        <span className="block text-caption text-muted md:hidden">
          {row.ownerName} · {moves === "" ? "" : `${moves} · `}
          {due}
        </span>
      </RowHeader>
      <Td className="py-2 max-md:hidden">{row.ownerName}</Td>
      <Td className="py-2 max-md:hidden">{moves === "" ? <span className="text-muted">none named</span> : moves}</Td>
      <Td numeric className="py-2 max-md:hidden">
        {due}
      </Td>
    </tr>
  );
}
