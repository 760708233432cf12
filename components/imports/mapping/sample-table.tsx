import { Table, Td, Th } from "@/components/ui/table";
import type { ColumnLook } from "@/lib/imports/map/look";

const WORDS = { text: "text", number: "numbers", date: "dates", boolean: "yes or no" } as const;

/** The first rows of a file as they are read, with the detected type of each column. */
export function SampleTable({ columns, rows }: { columns: readonly ColumnLook[]; rows: readonly { line: number; cells: string[] }[] }) {
  return (
    <Table label="The first rows of the file">
      <thead>
        <tr>
          <Th numeric>Line</Th>
          {columns.map((column, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a file may have one heading twice
            <Th key={at} numeric={column.type === "number"} className="align-bottom">
              <span className="font-medium text-fg">{column.header === "" ? "(no heading)" : column.header}</span>
              <br />
              {`${WORDS[column.type]}${column.unit === null ? "" : ` in ${column.unit}`}${column.filled < 1 ? `, ${Math.round((1 - column.filled) * 100)} % empty` : ""}`}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.line}>
            <Td numeric className="text-muted">
              {row.line}
            </Td>
            {columns.map((column, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              <Td key={at} numeric={column.type === "number"} className="max-w-[28ch] truncate whitespace-nowrap">
                {row.cells[at] ?? ""}
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
