import { clsx } from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";
import { StatusMark } from "@/components/charts/status-mark";
import { StatusShape } from "@/components/charts/status-shape";
import { ScrollRegion } from "@/components/ui/scroll-region";
import type { StatusMark as Status } from "@/lib/charts/view";

export type ScoreCell = { id: string; href: string; status: Status; staleDays: number | null; valueText: string; label: string };
export type ScoreRow = {
  id: string;
  name: string;
  href: string;
  /** worst of its parts */
  status: Status;
  staleDays: number | null;
  /** the sentence: "Needs help: two measures worsening" */
  soText: string;
  /** by column group; a group without a measure is an empty list */
  cells: Record<string, ScoreCell[]>;
  people: number | null;
};

type Props = {
  label: string;
  /** column groups in order: "Delivery", "Quality" ... */
  groups: string[];
  rows: ScoreRow[];
  /** below the rows: departments without a measure, in words */
  rest?: ReactNode;
};

const cell = "md:h-11 md:border-b md:px-2 md:py-1 md:first:pl-0 md:last:pr-0 text-left align-middle";

/** Departments by group of measures, worst first. On the phone a department is a block of two columns without empty cells. */
export function Scorecard({ label, groups, rows, rest }: Props) {
  return (
    <ScrollRegion label={label} className="md:overflow-x-auto">
      <table className="w-full border-collapse text-table leading-4 max-md:block">
        <caption className="sr-only">{label}</caption>
        <thead className="max-md:sr-only">
          <tr>
            {["Department", "So", ...groups].map((name) => (
              <th
                key={name}
                scope="col"
                className="h-7 whitespace-nowrap border-b px-2 text-left text-caption font-normal text-muted first-letter:uppercase first:pl-0"
              >
                {name}
              </th>
            ))}
            <th scope="col" className="h-7 border-b pl-2 text-right text-caption font-normal text-muted">
              People
            </th>
          </tr>
        </thead>
        <tbody className="max-md:block">
          {rows.map((row) => (
            <tr key={row.id} className="max-md:grid max-md:grid-cols-2 max-md:gap-x-3 max-md:gap-y-1 max-md:border-b max-md:py-2">
              <th scope="row" className={clsx(cell, "font-semibold max-md:col-span-2")}>
                <span className="flex items-center gap-1.5">
                  <StatusMark status={row.status} staleDays={row.staleDays} wordHidden />
                  <Link
                    href={row.href}
                    className="inline-flex min-w-0 items-center wrap-anywhere underline-offset-2 hover:underline max-md:min-h-11 md:min-w-36"
                  >
                    {row.name}
                  </Link>
                </span>
              </th>
              <td className={clsx(cell, "max-md:col-span-2 md:max-w-56")}>{row.soText}</td>
              {groups.map((group) => (
                <Cells key={group} cells={row.cells[group] ?? []} group={group} />
              ))}
              <td className={clsx(cell, "text-right max-md:hidden")}>{row.people ?? "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rest !== undefined && <div className="border-b py-2 text-table text-muted">{rest}</div>}
    </ScrollRegion>
  );
}

function Cells({ cells, group }: { cells: ScoreCell[]; group: string }) {
  if (cells.length === 0) return <td className={clsx(cell, "text-muted max-md:hidden")}>–</td>;
  return (
    <td className={clsx(cell, "max-md:min-w-0")}>
      <span className="block text-caption text-muted md:hidden">{group}</span>
      {cells.map((c) => (
        <Link key={c.id} href={c.href} className="block py-0.5 underline-offset-2 hover:underline">
          <span className="flex items-center gap-1.5 md:whitespace-nowrap">
            {c.staleDays === null ? <StatusMark status={c.status} size={10} wordHidden /> : <StatusShape kind="stale" size={10} />}
            <strong className={clsx("max-md:min-w-0", c.staleDays !== null && "font-normal text-muted")}>{c.valueText}</strong>
          </span>
          <span className="block pl-4 text-caption text-muted">
            {c.label}
            {c.staleDays !== null && `, ${c.staleDays} ${c.staleDays === 1 ? "day" : "days"} late`}
          </span>
        </Link>
      ))}
    </td>
  );
}
