"use client";

import { startTransition, useEffect } from "react";
import { Frame } from "@/components/charts/frame";
import { ProcessChart } from "@/components/charts/process/process-chart";
import { Section } from "@/components/ui/section";
import { StatusLine } from "@/components/ui/status-line";
import { type FormActionProp, useActionForm } from "@/components/ui/use-action-form";
import type { KpiPreview } from "@/lib/kpis/definition/preview";

type Props = { kpiId: string; definition: string | null; action: FormActionProp<KpiPreview> };
const PAUSE_MS = 700;

/** A preview of the KPI: computed while the form is filled in, each time typing pauses. Nothing is saved. */
export function PreviewPanel({ kpiId, definition, action }: Props) {
  const { submit, pending, data, message, failed, errors } = useActionForm(action);
  useEffect(() => {
    if (definition === null) return;
    const timer = setTimeout(() => {
      const form = new FormData();
      form.set("kpiId", kpiId);
      form.set("definition", definition);
      startTransition(() => submit(form));
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [kpiId, definition, submit]);
  const problem = failed ? (Object.values(errors)[0] ?? message) : "";
  return (
    <Section title="Preview" caption="nothing is saved yet">
      <StatusLine tone={problem === "" ? "plain" : "error"}>
        {definition === null ? "The preview appears when the definition is complete." : pending ? "Computing…" : problem}
      </StatusLine>
      {data !== null && problem === "" && definition !== null && (
        <div className="grid gap-2 py-2" aria-busy={pending}>
          {data.kpis > 1 && (
            <p className="text-table">
              {data.kpis} KPIs, one per department or group; shown: {data.name}.
            </p>
          )}
          <p className="text-table">
            {data.records !== null && `${data.records.toLocaleString("en-GB")} records. `}
            {data.periods === 0 ? "" : `${data.periods} periods have a value, from ${data.first} to ${data.last}.`}
          </p>
          {data.warnings.map((warning) => (
            <p key={warning} className="max-w-[76ch] text-table font-medium">
              {warning}
            </p>
          ))}
          {data.prepared.rows.length > 0 && (
            <Frame
              title={data.prepared.finding}
              caption={`${data.prepared.chart.unit}, ${data.prepared.rows.at(-1)?.label} to ${data.prepared.rows[0]?.label}`}
            >
              <ProcessChart {...data.prepared.chart} />
            </Frame>
          )}
          {data.prepared.notes.map((note) => (
            <p key={note} className="max-w-[76ch] text-caption text-muted">
              {note}
            </p>
          ))}
        </div>
      )}
    </Section>
  );
}
