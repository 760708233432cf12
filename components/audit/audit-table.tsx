import { RowHeader, Table, Td, Th } from "@/components/ui/table";
import type { Change } from "@/lib/audit/changes";
import type { AuditRow } from "@/lib/audit/queries";
import { formatInstant } from "@/lib/format";

export function AuditTable({ rows }: { rows: AuditRow[] }) {
  return (
    <Table label="Audit log">
      <thead>
        <tr>
          <Th numeric>No.</Th>
          <Th>When, UTC</Th>
          <Th>Who</Th>
          <Th>Did what</Th>
          <Th>To what</Th>
          <Th>What changed</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className="align-top">
            <RowHeader className="py-1.5 text-right font-normal text-muted">{row.id}</RowHeader>
            <Td className="whitespace-nowrap py-1.5 text-muted">{formatInstant(row.at, "UTC", "medium")}</Td>
            <Td className="py-1.5">{row.actorName}</Td>
            <Td className="whitespace-nowrap py-1.5">{row.action}</Td>
            <Td className="py-1.5">{row.subjectName ?? <span className="text-muted">{row.subjectType}</span>}</Td>
            <Td className="min-w-60 py-1.5">
              {row.withheld ? (
                <span className="text-muted">figures of a department you do not read</span>
              ) : (
                <Changes changes={row.changes} />
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Changes({ changes }: { changes: Change[] }) {
  if (changes.length === 0) return <span className="text-muted">–</span>;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
      {changes.map((change) => (
        <div key={change.label} className="contents">
          <dt className="text-muted">{change.label}</dt>
          <dd className="break-words">
            <Values change={change} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** "3 → 4" for eyes, "was 3, now 4" for ears; one value alone where there was no other. */
function Values({ change: { before, after } }: { change: Change }) {
  if (before === null) return after;
  if (after === null) return <del>{before}</del>;
  return (
    <>
      <span className="sr-only">was </span>
      <span className="text-muted">{before}</span>
      <span aria-hidden="true"> → </span>
      <span className="sr-only">, now </span>
      {after}
    </>
  );
}
