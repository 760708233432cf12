import { clsx } from "clsx";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { type BarRow, barShares } from "@/lib/charts/bars";

type Props = {
  /** read out, e.g. "Loss in May 2014 by cause" */
  label: string;
  /** longest first; the rest is a row of its own: "26 others" */
  rows: BarRow[];
  /** ids of bars that stand open at first */
  open?: string[];
};

/** Bars that open one level. Name, bar, value, why, owner and running share; on the phone the bar lies under its label. */
export function BarRows({ label, rows, open = [] }: Props) {
  const shares = barShares(rows);
  return (
    <ul aria-label={label} className="mt-2 text-table">
      {rows.map((row) => {
        const share = shares.get(row.id) ?? 0;
        if (row.children === undefined || row.children.length === 0)
          return (
            <li key={row.id}>
              <Row row={row} share={share} />
            </li>
          );
        return (
          <li key={row.id}>
            <details open={open.includes(row.id)} className="group">
              <summary className="cursor-pointer list-none hover:bg-surface">
                <Row row={row} share={share} caret />
              </summary>
              <ul className="mb-1">
                {row.children.map((child) => (
                  <li key={child.id} className="ml-5 border-l pl-2">
                    <Row row={child} share={shares.get(child.id) ?? 0} nested />
                  </li>
                ))}
              </ul>
            </details>
          </li>
        );
      })}
    </ul>
  );
}

type RowProps = { row: BarRow; share: number; caret?: boolean; nested?: boolean };

function Row({ row, share, caret = false, nested = false }: RowProps) {
  const noteInside = share > 0.6;
  return (
    <div
      className={clsx(
        "grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-2 py-1.5 md:py-0",
        nested ? "md:min-h-6 md:grid-cols-[148px_minmax(0,1fr)]" : "md:min-h-8 md:grid-cols-[176px_minmax(0,1fr)_112px_48px]",
      )}
    >
      <span className={clsx("flex items-center gap-1", nested && "text-caption text-muted")}>
        {!nested && (
          <ChevronRight
            size={12}
            aria-hidden="true"
            className={clsx("flex-none text-muted group-open:rotate-90", caret ? "block" : "invisible hidden md:block")}
          />
        )}
        {row.href === undefined ? (
          row.name
        ) : (
          <Link href={row.href} className="underline-offset-2 hover:underline">
            {row.name}
          </Link>
        )}
      </span>
      <strong className="text-right md:hidden">{row.valueText}</strong>
      <span className="col-span-2 flex min-w-0 items-center gap-1.5 max-md:flex-wrap md:col-span-1">
        <span
          aria-hidden="true"
          style={{ width: `${(share * 70).toFixed(1)}%` }}
          className={clsx(
            "flex min-w-px flex-none items-center",
            nested ? "h-2 border border-border bg-band md:h-3.5" : "h-2 bg-series-1 md:h-[18px]",
          )}
        >
          {noteInside && row.note !== undefined && <span className="hidden truncate px-2 text-caption text-bg md:block">{row.note}</span>}
        </span>
        <span className={clsx("hidden whitespace-nowrap md:inline", nested ? "text-caption" : "font-semibold")}>{row.valueText}</span>
        {row.note !== undefined && (
          <span
            className={clsx(
              "truncate text-caption text-muted max-md:w-full",
              noteInside && "md:sr-only",
              share > 0.35 && !noteInside && "md:whitespace-normal",
            )}
          >
            {row.note}
          </span>
        )}
      </span>
      {!nested && <span className="col-span-2 text-caption text-muted md:col-span-1 md:text-right md:text-fg">{row.owner ?? ""}</span>}
      {!nested && <span className="hidden text-right text-caption text-muted md:block">{row.shareText ?? ""}</span>}
    </div>
  );
}
