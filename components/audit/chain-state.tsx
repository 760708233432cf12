import { StatusShape } from "@/components/charts/status-shape";
import type { ChainState as State } from "@/lib/platform/audit/verify";

/** Whether the chain of the log is intact, and how many entries were checked. */
export function ChainState({ state }: { state: State | "long" }) {
  if (state === "long") return <span>Too many entries to check here: npm run audit:verify</span>;
  const entries = `${state.rows.toLocaleString("en-GB")} ${state.rows === 1 ? "entry" : "entries"}`;
  return (
    <span className="inline-flex items-center gap-1.5">
      <StatusShape kind={state.broken === null ? "on-track" : "off-track"} size={10} />
      {state.broken === null ? `${entries}, unbroken` : `${entries}, broken at no. ${state.broken.id}: ${state.broken.problem}`}
    </span>
  );
}
