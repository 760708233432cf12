import type { ProcessAnnotation, ProcessChart } from "@/lib/charts/process-chart";

/** Only the marks used in this chart, and where its axis starts. */
export function ProcessLegend({ chart }: { chart: ProcessChart }) {
  const has = (tone: string) => chart.marks.some((m) => m.shape === "diamond" && m.tone === tone);
  return (
    <p className="mb-1 flex flex-wrap gap-x-3 text-caption text-muted">
      {chart.axisNote !== null && <span>{chart.axisNote}</span>}
      {has("worse") && <Entry look="fill-bad">signal for the worse</Entry>}
      {has("better") && <Entry look="fill-good">signal for the better</Entry>}
      {has("neutral") && <Entry look="fill-fg">signal</Entry>}
      {chart.marks.some((m) => m.hollow) && <Entry look="fill-bg stroke-muted">provisional</Entry>}
    </p>
  );
}

function Entry({ look, children }: { look: string; children: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      <svg width="10" height="10" viewBox="-1 -1 14 14" aria-hidden="true">
        <path d="M6 0 12 6 6 12 0 6z" className={look} />
      </svg>
      {children}
    </span>
  );
}

/** The annotations behind the flags on the chart. */
export function AnnotationList({ annotations }: { annotations: ProcessAnnotation[] }) {
  if (annotations.length === 0) return null;
  return (
    <ul className="mt-1 grid gap-x-6 gap-y-1 text-caption text-muted md:grid-cols-3">
      {annotations.map((annotation) => (
        <li key={`${annotation.flag}${annotation.period}`}>
          <strong className="mr-1 text-fg">{annotation.flag}</strong>
          {annotation.text}
        </li>
      ))}
    </ul>
  );
}
