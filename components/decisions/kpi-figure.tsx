import Link from "next/link";
import { DailyBars } from "@/components/charts/daily-bars";
import { Section } from "@/components/ui/section";
import { formatValueText } from "@/lib/format";
import { asOfHref } from "@/lib/kpis/as-of";
import type { KpiFigure } from "@/lib/pages/decision/figure";
import type { Holds } from "@/lib/pages/decision/queries";

type Props = { figure: KpiFigure; holds: Pick<Holds, "bound" | "side"> | null; asOf: { day: string } | null };

/** The values that show how a decision turns out, with the bound of its criterion as a line. */
export function KpiFigureSection({ figure: { kpiId, name, unit, periods }, holds, asOf }: Props) {
  const bound = holds === null ? null : Number(holds.bound);
  return (
    <Section title={holds === null ? "The KPI it is about" : "Its KPI"} caption={unit}>
      <p className="pt-2 text-table">
        <Link href={asOfHref(`/kpis/${kpiId}`, asOf)} className="underline underline-offset-2">
          {name}
        </Link>
      </p>
      <DailyBars
        bars={periods.map(({ start, label, value }) => ({ period: start, label, value: value === null ? null : Number(value) }))}
        unit={unit}
        every={periods.length}
        height={88}
        bound={bound}
      />
      {holds !== null && bound !== null && (
        <p className="mt-1 text-caption text-muted">
          Dashed: {holds.side === "at-most" ? "at most" : "at least"} {formatValueText(bound, unit)}, in {periods.at(-1)?.label}
        </p>
      )}
    </Section>
  );
}
