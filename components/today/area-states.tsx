import Link from "next/link";
import { StatusMark, statusWords } from "@/components/charts/status-mark";
import { StatusShape } from "@/components/charts/status-shape";
import { Section } from "@/components/ui/section";
import { RowHeader, Table, Td, Th } from "@/components/ui/table";
import { AREAS } from "@/lib/areas";
import { markOf } from "@/lib/today/standing/marks";
import type { AreaState } from "@/lib/today/view";

const KINDS = ["off-track", "watch", "on-track", "stale"] as const;
const WORDS = { ...statusWords, stale: "Stale" };

/** The ten areas, each with its worst mark and the number of its KPIs per mark. */
export function AreaStates({
  states,
  company,
  all,
}: {
  states: (AreaState & { worst: string | null })[];
  company: AreaState;
  all: boolean;
}) {
  return (
    <Section
      title={all ? "State of the company" : "State of your departments"}
      caption={company.total === 1 ? "1 KPI" : `${company.total} KPIs, some in several areas`}
    >
      <Table label="Areas by mark">
        <thead>
          <tr>
            <Th>Area</Th>
            <Th>
              Worst<span className="max-md:sr-only"> KPI</span>
            </Th>
            {KINDS.map((kind) => (
              <Th key={kind} numeric className="px-1.5 max-md:px-1">
                <span className="inline-flex items-center">
                  <StatusShape kind={kind} size={10} />
                  <span className="sr-only">{WORDS[kind]}</span>
                </span>
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {AREAS.map((area) => {
            const state = states.find((found) => found.area === area.slug);
            return (
              <tr key={area.slug}>
                <RowHeader className="max-w-36 py-1 pr-0 max-md:max-w-26">
                  <Link href={`/${area.slug}`} className="underline-offset-2 hover:underline">
                    {area.name}
                  </Link>
                  <span className="block truncate text-tick font-normal text-muted">{state === undefined ? "" : partOf(state)}</span>
                </RowHeader>
                {state === undefined ? (
                  <Td colSpan={5} className="text-muted">
                    nothing measured yet
                  </Td>
                ) : (
                  <>
                    <Td>
                      <Worst state={state} />
                    </Td>
                    <Counts state={state} />
                  </>
                )}
              </tr>
            );
          })}
          <tr>
            <RowHeader>{all ? "Company" : "Total"}</RowHeader>
            <Td className="text-muted">{company.total === 1 ? "1 KPI" : `${company.total} KPIs`}</Td>
            <Counts state={company} strong />
          </tr>
        </tbody>
      </Table>
    </Section>
  );
}

function Worst({ state }: { state: AreaState }) {
  const { status, staleDays } = markOf(state);
  // The chip with its days would not fit the column, so the word is shown.
  return staleDays === null ? (
    <StatusMark status={status} />
  ) : (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <StatusShape kind="stale" /> Stale
    </span>
  );
}

function Counts({ state, strong = false }: { state: AreaState; strong?: boolean }) {
  return [state.offTrack, state.watch, state.onTrack, state.stale].map((count, i) => (
    <Td key={KINDS[i]} numeric strong={strong} className="px-1.5 max-md:px-1">
      {count === 0 ? "–" : count}
    </Td>
  ));
}

/** The detail next to the mark: the KPI that needs attention most, or how many are late or reach their target. */
function partOf(state: AreaState & { worst: string | null }): string {
  if (state.worst !== null) return state.worst;
  if (state.stale > 0) return `${state.stale} of ${state.total} late`;
  if (state.onTrack > 0) return `${state.onTrack} of ${state.total} on target`;
  return state.total === 1 ? "1 KPI" : `${state.total} KPIs`;
}
