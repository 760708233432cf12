import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { RowHeader, Table, Td, Th } from "@/components/ui/table";
import type { PositionRow } from "@/lib/pages/organisation/queries";

/** Positions of one department: open ones first, in the given order. */
export function PositionTable({ label, positions }: { label: string; positions: readonly PositionRow[] }) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th>Title</Th>
          <Th>Held by</Th>
          <Th className="max-md:hidden">Code</Th>
        </tr>
      </thead>
      <tbody>
        {positions
          .toSorted((a, b) => Number(a.closed) - Number(b.closed))
          .map((position) => (
            <tr key={position.id}>
              <RowHeader>
                <Link
                  href={`/settings/positions/${position.id}`}
                  className="inline-block py-1 underline-offset-2 hover:underline max-md:py-3"
                >
                  {position.title}
                </Link>{" "}
                {position.closed && <Badge>closed</Badge>}
              </RowHeader>
              <Td className={position.holderName === null ? "text-muted" : ""}>
                {position.holderName ?? (position.closed ? "–" : "vacant")}
              </Td>
              <Td className="text-muted max-md:hidden">{position.code}</Td>
            </tr>
          ))}
      </tbody>
    </Table>
  );
}
