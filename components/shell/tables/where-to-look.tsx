import { clsx } from "clsx";
import Link from "next/link";
import { AssuranceMark } from "@/components/charts/assurance-mark";
import { StatusMark } from "@/components/charts/status-mark";
import { VariationMark } from "@/components/charts/variation-mark";
import { Section } from "@/components/ui/section";
import type { KpiRow } from "@/lib/charts/view";
import { assuranceRows, cellAdvice, placeMeasures, variationColumns } from "@/lib/charts/where-to-look";

/** The nine cells of {worsening, common cause, improving} by {will fail, hit or miss, will pass}. */
export function WhereToLook({ title, rows }: { title: string; rows: KpiRow[] }) {
  const grid = placeMeasures(rows);
  return (
    <Section
      title={title}
      count={`${grid.placed} of ${rows.length} measures`}
      caption="top left first; the mark is the latest value against target"
    >
      <div className="mt-1 md:grid md:grid-cols-[104px_repeat(3,minmax(0,1fr))]">
        <span className="hidden md:block" />
        {variationColumns.map((variation) => (
          <div key={variation} className="hidden h-8 items-center px-3 md:flex">
            <VariationMark variation={variation} />
          </div>
        ))}
        {assuranceRows.map((assurance) => (
          <div key={assurance} className="md:contents">
            <div className="hidden border-t py-3 md:block">
              <AssuranceMark assurance={assurance} />
            </div>
            {variationColumns.map((variation) => {
              const members = grid.cell(assurance, variation);
              const hot = assurance === "will-fail" && variation === "worsening" && members.length > 0;
              return (
                <div
                  key={variation}
                  className={clsx(
                    "min-h-24 border-t px-3 pt-2 pb-3 max-md:min-h-0 max-md:px-0 md:border-l",
                    members.length === 0 && "max-md:hidden",
                    hot && "bg-surface shadow-[inset_2px_0_0_var(--bad)] max-md:pl-2",
                  )}
                >
                  <p className="mb-1 flex flex-wrap justify-between gap-x-2 text-caption text-muted">
                    {cellAdvice[assurance][variation]}
                    <span className="flex gap-3 text-fg md:sr-only">
                      <VariationMark variation={variation} />
                      <AssuranceMark assurance={assurance} />
                    </span>
                  </p>
                  {members.length === 0 ? <p className="text-table text-muted">none</p> : <Members rows={members} />}
                </div>
              );
            })}
          </div>
        ))}
      </div>
    </Section>
  );
}

const FIRST = 7;

/** The most urgent ones; the rest on request, so that one full cell does not push the others off the screen. */
function Members({ rows }: { rows: KpiRow[] }) {
  if (rows.length <= FIRST + 1) return <MemberList rows={rows} />;
  return (
    <>
      <MemberList rows={rows.slice(0, FIRST)} />
      <details className="mt-1 text-table">
        <summary className="flex min-h-11 cursor-pointer items-center text-muted underline underline-offset-2 md:min-h-6">
          and {rows.length - FIRST} more
        </summary>
        <MemberList rows={rows.slice(FIRST)} />
      </details>
    </>
  );
}

function MemberList({ rows }: { rows: KpiRow[] }) {
  return (
    <ul>
      {rows.map((row) => (
        <li key={row.id} className="grid grid-cols-[12px_minmax(0,1fr)_auto] gap-2 py-1 text-table leading-4">
          <span className="flex h-4 items-center">
            <StatusMark status={row.status} size={10} wordHidden />
          </span>
          <span>
            <Link href={row.href} className="underline-offset-2 hover:underline">
              {row.name}
            </Link>
            <span className="block text-caption text-muted">{row.departmentName}</span>
          </span>
          <strong className="max-w-28 text-right">
            {row.latestText} {row.unit}
          </strong>
        </li>
      ))}
    </ul>
  );
}
