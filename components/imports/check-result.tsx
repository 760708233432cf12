"use client";

import { ActionForm } from "@/components/ui/action-form";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import type { FormActionProp } from "@/components/ui/use-action-form";
import { formatNumber } from "@/lib/format";
import { REJECTS_LISTED, type UploadPreview } from "@/lib/imports/uploads/state";

type Props<T> = { uploadId: string; version: number; preview: UploadPreview; partial: boolean; run: FormActionProp<T> };

/** The result of the check: counts, the first rejects with their reasons, all of them as a file, and the button to import. */
export function CheckResult<T>({ uploadId, version, preview, partial, run }: Props<T>) {
  const counts = [
    ["New", preview.newRows],
    ["Changed", preview.changedRows],
    ["Unchanged", preview.sameRows],
    ["Rejected", preview.rejectedRows],
    ...(preview.leftOutRows > 0 ? [["Skipped", preview.leftOutRows] as const] : []),
  ] as const;
  const writes = preview.newRows + preview.changedRows;
  const stopped = preview.rejectedRows > 0 && !partial;
  const listed = preview.rejects.slice(0, REJECTS_LISTED);
  return (
    <Section title="4. What would change" count={`${formatNumber(preview.rows, "full")} rows read`}>
      <dl className="flex flex-wrap gap-x-8 gap-y-2 py-3">
        {counts.map(([label, count]) => (
          <div key={label}>
            <dt className="text-caption text-muted">{label}</dt>
            <dd className={`text-[1.25rem] font-semibold ${label === "Rejected" && count > 0 ? "text-bad" : ""}`}>
              {formatNumber(count, "full")}
            </dd>
          </div>
        ))}
      </dl>
      {preview.leftOutRows > 0 && (
        <p className="max-w-[76ch] text-table text-muted">
          {preview.target === "measurements"
            ? "Cells without a value are skipped."
            : "Empty rows and rows that repeat an earlier one are skipped."}
        </p>
      )}
      {preview.notes.map((note) => (
        <p key={note} className="max-w-[76ch] text-table text-muted">
          {note}
        </p>
      ))}
      {preview.hidden && (
        <p className="max-w-[76ch] text-table text-muted">
          The person who checked this file has access to more than you, so rejected rows and reasons are not shown. Check it again to see
          them.
        </p>
      )}
      {stopped && (
        <p className="max-w-[76ch] py-1 text-table">
          Nothing is imported while a row is rejected. Correct the file or the mapping, or choose to import only the valid rows.
        </p>
      )}
      {!stopped && writes === 0 && <p className="py-1 text-table">All its rows exist already: there is nothing to import.</p>}
      {!stopped && writes > 0 && (
        <ActionForm
          action={run}
          hidden={{ uploadId, version: String(version) }}
          label={`Import ${formatNumber(writes, "full")} rows`}
          done=""
          className="py-2"
          hint="all rows, or none if something fails; you can undo the import"
        />
      )}
      {preview.sample !== undefined && preview.sample.length > 0 && <SampleRows rows={preview.sample} />}
      {listed.length > 0 && (
        <>
          <Table label="Rejected rows">
            <thead>
              <tr>
                <Th numeric>Line</Th>
                <Th>Column</Th>
                <Th>Value</Th>
                <Th>Reason</Th>
              </tr>
            </thead>
            <tbody>
              {listed.map((reject) => (
                <tr key={`${reject.line} ${reject.column} ${reject.reason}`}>
                  <Td numeric>{reject.line}</Td>
                  <Td>{reject.column}</Td>
                  <Td className="max-w-[40ch] truncate">{reject.value}</Td>
                  <Td>{reject.reason}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
          <p className="py-2 text-table">
            {preview.rejects.length > listed.length || preview.rejectedRows > listed.length
              ? `The first ${listed.length} are listed. `
              : ""}
            <a href={`/api/uploads/${uploadId}/rejects`} download className="underline underline-offset-2">
              Download all rejected rows
            </a>
          </p>
        </>
      )}
    </Section>
  );
}

/** Includes replaced, shifted and looked-up values: it shows what would be written. */
function SampleRows({ rows }: { rows: NonNullable<UploadPreview["sample"]> }) {
  return (
    <div className="py-2">
      <h3 className="text-caption text-muted">Preview of the first rows</h3>
      <Table label="Preview of the first rows">
        <thead>
          <tr>
            <Th numeric>Line</Th>
            {rows[0]?.cells.map(({ label }) => (
              <Th key={label}>{label}</Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ line, cells }) => (
            <tr key={line}>
              <Td numeric>{line}</Td>
              {cells.map(({ label, value }) => (
                <Td key={label} className="max-w-[28ch] truncate whitespace-nowrap">
                  {value ?? "–"}
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
