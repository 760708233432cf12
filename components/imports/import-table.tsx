import { VerbForm } from "@/components/people/forms/verb-form";
import { RowHeader, Table, Td, Th } from "@/components/ui/table";
import type { FormActionProp } from "@/components/ui/use-action-form";
import { formatInstant, formatNumber } from "@/lib/format";
import type { ImportRow } from "@/lib/imports/queries";

const number = (n: number) => formatNumber(n, "full");

type Props<T> = { imports: readonly ImportRow[]; timeZone: string; undo: FormActionProp<T> | null };

/** The imports, newest first, each with its results and the button to undo it. */
export function ImportTable<T>({ imports, timeZone, undo }: Props<T>) {
  return (
    <Table label="Imports, newest first">
      <thead>
        <tr>
          <Th>File</Th>
          <Th>Target</Th>
          <Th numeric>New</Th>
          <Th numeric>Changed</Th>
          <Th numeric>Unchanged</Th>
          <Th numeric>Rejected</Th>
          <Th>By</Th>
          <Th>When</Th>
          <Th>Number</Th>
          {undo !== null && (
            <Th>
              <span className="sr-only">Undo</span>
            </Th>
          )}
        </tr>
      </thead>
      <tbody>
        {imports.map((i) => (
          <tr key={i.id}>
            <RowHeader>
              {i.fileName}
              {i.state === "undone" && <span className="font-normal text-muted"> (undone)</span>}
            </RowHeader>
            <Td>{i.into}</Td>
            <Td numeric>{number(i.newRows)}</Td>
            <Td numeric>{number(i.changedRows)}</Td>
            <Td numeric>{number(i.sameRows)}</Td>
            <Td numeric>{number(i.rejectedRows)}</Td>
            <Td>{i.by ?? "the operator"}</Td>
            <Td className="whitespace-nowrap">{formatInstant(i.at, timeZone)}</Td>
            <Td>{i.id}</Td>
            {undo !== null && (
              <Td className="py-0.5">
                {i.state === "done" && (
                  <VerbForm
                    action={undo}
                    fields={{ importId: i.id }}
                    label="Undo"
                    confirm={`This undoes the import of ${i.fileName}: ${number(i.newRows)} new rows are removed and ${number(i.changedRows)} changed rows are restored. KPIs are recomputed.`}
                  />
                )}
              </Td>
            )}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
