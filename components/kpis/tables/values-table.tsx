import Link from "next/link";
import { StatusMark } from "@/components/charts/status-mark";
import { StatusShape } from "@/components/charts/status-shape";
import { RowHeader, Table, Td, Th } from "@/components/ui/table";
import type { StatusMark as Status } from "@/lib/charts/view";

export type ValueRow = {
  period: string;
  label: string;
  numeratorText: string | null;
  denominatorText: string | null;
  valueText: string;
  /** "provisional", or the reason for a missing value */
  note: string | null;
  targetText: string;
  status: Status;
  signal: { words: string; tone: "better" | "worse" | "neutral" } | null;
};

type Props = {
  label: string;
  rows: ValueRow[];
  unit: string;
  numerator?: string | undefined;
  denominator?: string | undefined;
  /** the selected period */
  picked?: string | null;
  /** the page with a period selected; without it periods are not links */
  hrefOf?: (period: string) => string;
};

const toneKind = { better: "on-track", worse: "off-track", neutral: "no-target" } as const;

/** The last periods in figures: each with its target and the rules it breaks. Newest first. */
export function ValuesTable({ label, rows, unit, numerator, denominator, picked = null, hrefOf }: Props) {
  const parts = rows.some((row) => row.denominatorText !== null);
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th>Period</Th>
          {parts && <Th numeric>{numerator ?? "Part"}</Th>}
          {parts && <Th numeric>{denominator ?? "Of"}</Th>}
          <Th numeric unit={unit}>
            Value
          </Th>
          <Th numeric>Target then</Th>
          <Th>Against target</Th>
          <Th>Signal</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={row.period}
            id={`p-${row.period}`}
            className={row.period === picked ? "bg-surface" : undefined}
            {...(row.period === picked && { "aria-current": "true" as const })}
          >
            <RowHeader className="whitespace-nowrap">
              {hrefOf === undefined ? (
                <span className="print-line">{row.label}</span>
              ) : (
                <Link
                  href={hrefOf(row.period)}
                  scroll={false}
                  className="print-line underline-offset-2 hover:underline max-md:inline-flex max-md:min-h-11 max-md:items-center"
                >
                  {row.label}
                </Link>
              )}{" "}
              {row.note !== null && <span className="font-normal text-muted">{row.note}</span>}
            </RowHeader>
            {parts && <Td numeric>{row.numeratorText ?? "–"}</Td>}
            {parts && <Td numeric>{row.denominatorText ?? "–"}</Td>}
            <Td numeric strong>
              {row.valueText}
            </Td>
            <Td numeric>{row.targetText}</Td>
            <Td>
              <StatusMark status={row.status} />
            </Td>
            <Td className="whitespace-nowrap" title={row.signal?.words}>
              {row.signal === null ? (
                "–"
              ) : (
                <span className="flex items-baseline gap-1.5">
                  <StatusShape kind={toneKind[row.signal.tone]} size={10} />
                  {row.signal.words.split(", ")[0]}
                </span>
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
