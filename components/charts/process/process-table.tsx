import { useEffect, useState } from "react";
import { RowHeader, Table, Td, Th } from "@/components/ui/table";
import type { ProcessPoint } from "@/lib/charts/process-chart";
import { plainNumber } from "@/lib/charts/ticks";

type Props = { name: string; unit: string; decimals: number; points: ProcessPoint[] };

/** The same chart as a table, newest first; expanded on paper. */
export function ProcessTable({ name, unit, decimals, points }: Props) {
  const say = (value: number | null) => plainNumber(value, decimals);
  // Rendered in the browser like the chart itself: otherwise the server would write some hundred cells for every reader, mostly unseen.
  const [inBrowser, setInBrowser] = useState(false);
  useEffect(() => setInBrowser(true), []);
  return (
    <details className="print-open mt-2 text-table">
      <summary className="inline-flex min-h-11 cursor-pointer items-center text-caption text-muted underline underline-offset-2 md:min-h-6">
        Show the values as a table
      </summary>
      {inBrowser && (
        <Table label={`${name}, values of the chart`}>
          <thead>
            <tr>
              <Th>Period</Th>
              <Th numeric unit={unit}>
                Value
              </Th>
              <Th numeric>Lower limit</Th>
              <Th numeric>Mean</Th>
              <Th numeric>Upper limit</Th>
              <Th numeric>Target then</Th>
              <Th>Signal</Th>
            </tr>
          </thead>
          <tbody>
            {points.toReversed().map((p) => (
              <tr key={p.period}>
                <RowHeader className="whitespace-nowrap">
                  <span className="print-line">{p.label}</span>
                  {p.provisional && <span className="font-normal text-muted"> provisional</span>}
                </RowHeader>
                <Td numeric strong>
                  {p.value === null ? "no value" : say(p.value)}
                </Td>
                <Td numeric>{say(p.lower)}</Td>
                <Td numeric>{say(p.mean)}</Td>
                <Td numeric>{say(p.upper)}</Td>
                <Td numeric>{say(p.target)}</Td>
                <Td className="min-w-48">{p.signal === null ? "–" : p.signal.rules.join(", ")}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </details>
  );
}
