import { RowHeader, Table, Td, Th } from "@/components/ui/table";

export type RecordColumn = { name: string; label: string; unit?: string | undefined; numeric: boolean };

/** The records behind one value. Cells are ready to print. */
export function RecordsTable({
  label,
  columns,
  rows,
}: {
  label: string;
  columns: RecordColumn[];
  rows: { key: string; cells: string[] }[];
}) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th>Number</Th>
          {columns.map((column) => (
            <Th key={column.name} numeric={column.numeric} {...(column.unit !== undefined && { unit: column.unit })}>
              {column.label}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <RowHeader>{row.key}</RowHeader>
            {row.cells.map((cell, i) => (
              <Td key={columns[i]?.name ?? i} numeric={columns[i]?.numeric ?? false} className="max-w-48 truncate" title={cell}>
                {cell}
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
