import { RowHeader, Table, Td, Th } from "@/components/ui/table";
import type { AuditRow } from "@/lib/audit-log/queries";
import { formatInstant } from "@/lib/format";
import type { Change } from "@/lib/platform/audit/changes";

const desk = "py-1.5 max-md:hidden";

/** One line per entry at the desk; on the phone one cell with all of it. */
export function AuditTable({ rows }: { rows: AuditRow[] }) {
  return (
    <Table label="Audit log">
      <thead>
        <tr>
          <Th numeric>No.</Th>
          <Th className="md:hidden">Entry</Th>
          <Th className="max-md:hidden">When, UTC</Th>
          <Th className="max-md:hidden">Who</Th>
          <Th className="max-md:hidden">Action</Th>
          <Th className="max-md:hidden">Object</Th>
          <Th className="max-md:hidden">Changes</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className="align-top">
            <RowHeader className="py-1.5 text-right font-normal text-muted">{row.id}</RowHeader>
            <Td className="py-1.5 md:hidden">
              <Phone row={row} />
            </Td>
            <Td className={`${desk} whitespace-nowrap text-muted`}>{formatInstant(row.at, "UTC", "medium")}</Td>
            <Td className={`${desk} whitespace-nowrap`}>{row.actorName}</Td>
            <Td className={`${desk} whitespace-nowrap`}>{row.action}</Td>
            <Td className={`${desk} min-w-44`}>
              <Subject row={row} />
            </Td>
            <Td className={`${desk} min-w-60`}>
              <Content row={row} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** The entry as a sentence, for one column. */
function Phone({ row }: { row: AuditRow }) {
  return (
    <>
      <p>
        <strong>{row.actorName}</strong> {row.action}: <Subject row={row} />
      </p>
      <p className="text-caption text-muted">{formatInstant(row.at, "UTC", "medium")} UTC</p>
      {(row.withheld || row.changes.length > 0) && <Content row={row} />}
    </>
  );
}

function Subject({ row }: { row: AuditRow }) {
  return row.subjectName ?? <span className="text-muted">{row.subjectType}</span>;
}

function Content({ row }: { row: AuditRow }) {
  if (row.withheld) return <span className="text-muted">figures of a department you cannot read</span>;
  return <Changes changes={row.changes} />;
}

function Changes({ changes }: { changes: Change[] }) {
  if (changes.length === 0) return <span className="text-muted">–</span>;
  return (
    <dl className="flex flex-wrap gap-x-4">
      {changes.map((change) => (
        <div key={change.label} className="flex max-w-full gap-x-1.5">
          <dt className="whitespace-nowrap text-muted">{change.label}</dt>
          <dd className="min-w-0 wrap-anywhere">
            <Values change={change} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Its beginning is enough to tell files apart; the CSV has the whole hash. */
const HASH = /^[0-9a-f]{64}$/;

/** "3 → 4" on screen, "was 3, now 4" for screen readers; a single value if there was no other. */
function Values({ change: { before, after } }: { change: Change }) {
  if (before === null) return after !== null && HASH.test(after) ? <span title={after}>{after.slice(0, 12)}…</span> : after;
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
