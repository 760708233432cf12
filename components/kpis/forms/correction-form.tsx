"use client";

import { useId, useState } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { InputField } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select";
import type { FormActionProp } from "@/components/ui/use-action-form";

export type CorrectablePeriod = { period: string; label: string; value: string | null; version: number };
type Props<T> = { kpiId: string; unit: string; periods: CorrectablePeriod[]; action: FormActionProp<T> };

/** Enters or corrects one period of a manual measure. A closed period needs a reason; the earlier value is kept. */
export function CorrectionForm<T>({ kpiId, unit, periods, action }: Props<T>) {
  const [period, setPeriod] = useState(periods[0]?.period ?? "");
  const version = periods.find((p) => p.period === period)?.version ?? 0;
  const id = useId();
  return (
    <ActionForm
      action={action}
      hidden={{ kpiId, state: "final" }}
      label="Save value"
      done="Saved."
      resets
      onDone={() => setPeriod(periods[0]?.period ?? "")}
      className="max-w-md py-3"
    >
      {({ errors, values, current }) => (
        <>
          {/* After a conflict the writer has seen the current value: saving again replaces it on purpose. */}
          <input type="hidden" name="seenVersion" value={versionIn(current) ?? version} />
          <SelectField
            id={`${id}-period`}
            name="periodStart"
            label="Period"
            value={period}
            onChange={(event) => setPeriod(event.target.value)}
            options={periods.map((p) => ({ value: p.period, label: `${p.label}${p.value === null ? "" : ` (now ${p.value})`}` }))}
            error={errors.periodStart}
          />
          <InputField
            id={`${id}-value`}
            name="value"
            numeric
            label={`Value, ${unit}`}
            defaultValue={values.value ?? ""}
            error={errors.value}
          />
          <InputField
            id={`${id}-reason`}
            name="reason"
            label="Reason for the correction"
            hint="required for a closed period"
            maxLength={300}
            defaultValue={values.reason ?? ""}
            error={errors.reason}
          />
        </>
      )}
    </ActionForm>
  );
}

function versionIn(current: unknown): number | null {
  return typeof current === "object" && current !== null && "version" in current && typeof current.version === "number"
    ? current.version
    : null;
}
