import Link from "next/link";
import { StatusMark } from "@/components/charts/status-mark";
import { VariationMark } from "@/components/charts/variation-mark";
import { Section } from "@/components/ui/section";
import type { KpiRow } from "@/lib/charts/view";
import { type NotPlaced, placeMeasures } from "@/lib/charts/where-to-look";

/** The measures outside the nine cells of "where to look", by reason. */
export function NotPlacedList({ title, rows }: { title: string; rows: KpiRow[] }) {
  const grid = placeMeasures(rows);
  return (
    <Section title={title} count={rows.length - grid.placed}>
      {grid.notPlaced.length === 0 && <p className="border-b py-2 text-table text-muted">Every measure is in the grid.</p>}
      <ul className="text-table">
        {grid.notPlaced.map((group) => (
          <li key={group.reason} className="border-b py-2">
            <Reason group={group} />
            <p className="mt-0.5">
              <strong>{group.rows.length}</strong> {group.rows.length === 1 ? "measure" : "measures"}:{" "}
              <Names rows={group.rows.slice(0, NAMED)} />
            </p>
            {group.rows.length > NAMED && (
              <details>
                <summary className="flex min-h-11 cursor-pointer items-center text-muted underline underline-offset-2 md:min-h-6">
                  and {group.rows.length - NAMED} more
                </summary>
                <Names rows={group.rows.slice(NAMED)} />
              </details>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

const NAMED = 8;

function Names({ rows }: { rows: KpiRow[] }) {
  return rows.map((row, i) => (
    <span key={row.id}>
      {i > 0 && ", "}
      <Link href={row.href} className="underline-offset-2 hover:underline">
        {row.name}
      </Link>
    </span>
  ));
}

function Reason({ group }: { group: NotPlaced }) {
  const oldest = Math.max(...group.rows.map((row) => row.staleDays ?? 0));
  switch (group.reason) {
    case "stale":
      return <StatusMark status="no-data" staleDays={oldest} />;
    case "no-data":
      return <StatusMark status="no-data" />;
    case "no-target":
      return <StatusMark status="no-target" />;
    case "not-judged":
      return <StatusMark status="no-data" label="Too few values for limits" />;
    case "changed":
      return <VariationMark variation="changed" />;
  }
}
