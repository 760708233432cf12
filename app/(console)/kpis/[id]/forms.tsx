import { randomUUID } from "node:crypto";
import { AnnotationForm } from "@/components/kpis/forms/annotation-form";
import { CorrectionForm } from "@/components/kpis/forms/correction-form";
import { TargetForm } from "@/components/kpis/forms/target-form";
import { Section } from "@/components/ui/section";
import { periodOf } from "@/lib/calendar/periods";
import { correctablePeriods } from "@/lib/kpis/kpi-page";
import type { KpiDetail } from "@/lib/pages/kpi/queries";
import { can, type Verb } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { addAnnotationAction, recordMeasurementAction, setTargetAction } from "../actions";

/** Forms for what the viewer may write here, as the commands will check: a value, a target, an annotation. */
export function KpiForms({ kpi, viewer, today }: { kpi: KpiDetail; viewer: Viewer; today: string }) {
  const { definition } = kpi;
  const may = (verb: Verb) => can(viewer, verb, definition);
  return (
    <div className="gap-8 md:grid md:grid-cols-2 lg:grid-cols-3 print:hidden">
      {definition.source === "manual" && may("measurement.record") && (
        <Section id="enter" title="Enter or correct a value">
          <CorrectionForm
            kpiId={definition.id}
            unit={definition.unit}
            periods={correctablePeriods(kpi, today, 12)}
            action={recordMeasurementAction}
          />
        </Section>
      )}
      {may("target.set") && definition.direction !== "informational" && (
        <Section id="target" title="Set a target">
          <TargetForm
            kpiId={definition.id}
            unit={definition.unit}
            direction={definition.direction}
            fromOn={periodOf(today, definition.frequency, kpi.company.calendar).start}
            action={setTargetAction}
          />
        </Section>
      )}
      {may("annotation.add") && (
        <Section id="annotate" title="Annotate">
          <AnnotationForm kpiId={definition.id} today={today} idempotencyKey={randomUUID()} action={addAnnotationAction} />
        </Section>
      )}
    </div>
  );
}
