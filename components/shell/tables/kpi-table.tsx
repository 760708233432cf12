"use client";

// Nothing here needs script. But in the server's tree each of its some 6,000 elements is sent twice, as markup and as description. As a
// client component only the rows are: half the page and half the server time.
import { clsx } from "clsx";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { AssuranceMark } from "@/components/charts/assurance-mark";
import { SparkDrawing } from "@/components/charts/spark-drawing";
import { StatusMark } from "@/components/charts/status-mark";
import { VariationMark } from "@/components/charts/variation-mark";
import { ScrollRegion } from "@/components/ui/scroll-region";
import type { KpiTableRow } from "./kpi-row-marks";

type Props = {
  /** read aloud, e.g. "KPIs of Operations" */
  label: string;
  rows: KpiTableRow[];
  /** shown if rows come from several departments */
  showDepartment?: boolean;
};

const head = "h-7 whitespace-nowrap border-b px-2 text-left text-caption font-normal text-muted first:pl-0 last:pr-0";
const cell = "md:border-b md:px-1.5 md:first:pl-0 md:last:pr-0 whitespace-nowrap";

/**
 * KPIs as rows of 32 px: spark line, latest, target, status, variation, assurance, owner, age. On the phone a row has two columns, and a
 * tap shows owner, assurance and age.
 */
export function KpiTable({ label, rows, showDepartment = false }: Props) {
  return (
    <ScrollRegion label={label} className="md:overflow-x-auto">
      <table className="w-full border-collapse text-table leading-4 max-md:block">
        <caption className="sr-only">{label}</caption>
        <thead className="max-md:sr-only">
          <tr>
            <th scope="col" className={head}>
              Measure
            </th>
            <th scope="col" className={head}>
              <span className="bg-band px-1">usual range</span>, ··· target,{" "}
              <svg width="8" height="8" viewBox="0 0 12 12" aria-hidden="true" className="inline">
                <path d="M6 0 12 6 6 12 0 6z" className="fill-bad" />
              </svg>{" "}
              signal
            </th>
            <th scope="col" className={clsx(head, "text-right")}>
              <span className="pr-17">Latest</span>
            </th>
            <th scope="col" className={clsx(head, "text-right")}>
              Target
            </th>
            <th scope="col" className={head}>
              Against target
            </th>
            <th scope="col" className={head}>
              Variation
            </th>
            <th scope="col" className={head}>
              Assurance
            </th>
            <th scope="col" className={head}>
              Owner
            </th>
            <th scope="col" className={clsx(head, "text-right")}>
              Age
            </th>
          </tr>
        </thead>
        <tbody className="max-md:block">
          {rows.map((row) => (
            <Row key={row.id} row={row} showDepartment={showDepartment} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function Row({ row, showDepartment }: { row: KpiTableRow; showDepartment: boolean }) {
  const stale = row.staleDays !== null;
  return (
    <tr
      className={clsx(
        showDepartment ? "md:h-10" : "md:h-8",
        "hover:bg-surface max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:items-center max-md:gap-x-3 max-md:border-b max-md:py-1",
      )}
    >
      <th scope="row" className="min-w-0 text-left font-medium md:w-64 md:min-w-44 md:border-b md:pr-1.5">
        <Link href={row.href} className="inline-flex items-center wrap-anywhere underline-offset-2 hover:underline max-md:min-h-11">
          {row.name}
        </Link>
        {showDepartment && <span className="block text-caption font-normal text-muted">{row.departmentName}</span>}
      </th>
      <td className={clsx(cell, "max-md:col-start-1 max-md:row-start-2")}>
        {row.spark !== null ? (
          <SparkDrawing {...row.spark} />
        ) : (
          <span className="text-muted max-md:whitespace-normal">{row.missingText ?? "No values yet"}</span>
        )}
      </td>
      <td className={clsx(cell, "text-right max-md:col-start-2 max-md:row-start-1", stale ? "text-muted" : "font-semibold")}>
        <Latest row={row} />
      </td>
      <td className={clsx(cell, "text-right text-muted max-md:hidden")}>{row.targetText}</td>
      <td className={clsx(cell, "max-md:col-start-2 max-md:row-start-2 max-md:justify-self-end")}>
        <StatusMark status={row.status} staleDays={row.staleDays} />
      </td>
      <td className={clsx(cell, "max-md:hidden")}>
        <VariationMark variation={row.variation} {...(row.toward !== undefined && { toward: row.toward })} />
      </td>
      <td className={clsx(cell, "max-md:hidden")}>
        <AssuranceMark assurance={row.assurance} bound={row.bound} />
      </td>
      <td className={clsx(cell, "max-md:hidden")}>{row.ownerName ?? <span className="text-muted">no owner</span>}</td>
      <td className={clsx(cell, "text-right text-muted max-md:hidden")}>{row.ageText}</td>
      <td className="max-md:col-span-2 md:hidden">
        <MoreOnTap row={row} />
      </td>
    </tr>
  );
}

/** The value with its unit in a fixed width ("quotations" fits), so that figures are aligned. */
function Latest({ row }: { row: KpiTableRow }) {
  return (
    <span title={`${row.name}, ${row.latestPeriodLabel}${row.provisional ? ", provisional" : ""}`}>
      {row.latestText}
      <span className="inline-block max-w-32 truncate pl-1 text-left align-bottom text-caption font-normal text-muted md:w-17">
        {row.unit}
      </span>
      <span className="sr-only">
        {row.latestPeriodLabel}
        {row.provisional && ", provisional"}
      </span>
    </span>
  );
}

/** The phone's third line: variation and target; a tap shows owner, assurance and age. */
function MoreOnTap({ row }: { row: KpiTableRow }) {
  return (
    <details className="group">
      <summary className="flex min-h-11 cursor-pointer list-none items-center gap-2">
        <VariationMark variation={row.variation} {...(row.toward !== undefined && { toward: row.toward })} />
        <span className="sr-only">, {row.name}: owner, assurance and age</span>
        <ChevronRight size={12} aria-hidden="true" className="text-muted group-open:rotate-90" />
        <span className="ml-auto whitespace-nowrap text-muted">target {row.targetText}</span>
      </summary>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 pb-2">
        <dt className="text-muted">Owner</dt>
        <dd>{row.ownerName ?? "no owner"}</dd>
        <dt className="text-muted">Assurance</dt>
        <dd>
          <AssuranceMark assurance={row.assurance} bound={row.bound} />
        </dd>
        <dt className="text-muted">Period, age</dt>
        <dd>
          {row.latestPeriodLabel}
          {row.provisional && ", provisional"} · {row.ageText}
        </dd>
      </dl>
    </details>
  );
}
