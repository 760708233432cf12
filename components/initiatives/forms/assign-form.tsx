"use client";

import { useState } from "react";
import { ActionForm, type ActionFormFields } from "@/components/ui/action-form";
import { ComboField } from "@/components/ui/combobox/combo-field";
import { InputField } from "@/components/ui/field";
import type { FormActionProp } from "@/components/ui/use-action-form";
import type { Choice } from "@/lib/platform/entities/choice";
import { InitiativeFields, of } from "./initiative-fields";

type Picked = { department: Choice | null; owner: Choice | null; kpi: Choice | null };
type Props = {
  idempotencyKey: string;
  first: Record<string, string>;
  /** initial choices of the search fields */
  picked: Picked;
  /** choices offered without script */
  few: { departments: Choice[]; owners: Choice[]; kpis: Choice[] };
  action: FormActionProp<{ id: string }>;
};

const ROWS = [1, 2, 3];

/** Assigns work: what, who, by when, and the KPI it should move. Opens the new initiative after saving. */
export function AssignForm({ idempotencyKey, first, picked, few, action }: Props) {
  return (
    <ActionForm
      action={action}
      hidden={first.signalId === undefined ? {} : { signalId: first.signalId }}
      idempotencyKey={idempotencyKey}
      label="Assign"
      done="Assigned."
      className="max-w-2xl"
    >
      {({ errors, values: typed }) => {
        const own = { errors, values: { ...first, ...typed } };
        return (
          <>
            <InitiativeFields {...own} picked={picked} few={few} />
            <div className="grid items-start gap-3 md:grid-cols-3">
              <InputField id="startsOn" name="startsOn" type="date" label="Starts" required {...of("startsOn", own)} />
              <InputField id="dueOn" name="dueOn" type="date" label="Due" hint="becomes the baseline" required {...of("dueOn", own)} />
              <InputField
                id="updateEveryDays"
                name="updateEveryDays"
                label="Check-in every … days"
                inputMode="numeric"
                required
                {...of("updateEveryDays", own)}
              />
            </div>
            <Claim own={own} chosen={picked.kpi} few={few.kpis} />
            <Milestones own={own} />
          </>
        );
      }}
    </ActionForm>
  );
}

type Own = Pick<ActionFormFields, "errors" | "values">;

function Claim({ own, chosen, few }: { own: Own; chosen: Choice | null; few: Choice[] }) {
  const [kpi, setKpi] = useState(chosen);
  const unit = kpi?.unit === undefined ? "" : `, ${kpi.unit === "%" ? "points" : kpi.unit}`;
  return (
    <fieldset className="mt-2 grid gap-3 border-t pt-3">
      <legend className="sr-only">What it should move</legend>
      <ComboField
        id="effectKpiId"
        name="effectKpiId"
        label="The KPI it should move"
        hint="This claim is tested: eight values after the start are compared with the mean before it"
        placeholder="Type a name or a code; none if empty"
        source={{ of: "kpis" }}
        chosen={chosen}
        few={few}
        sent={own.values.effectKpiId}
        error={own.errors.effectKpiId}
        onChoose={setKpi}
      />
      <div className="grid grid-cols-2 items-start gap-3 md:grid-cols-4">
        <InputField id="effectLow" name="effectLow" label={`By at least${unit}`} numeric {...of("effectLow", own)} />
        <InputField id="effectLikely" name="effectLikely" label={`Likely${unit}`} numeric {...of("effectLikely", own)} />
        <InputField id="effectHigh" name="effectHigh" label={`At best${unit}`} numeric {...of("effectHigh", own)} />
        <InputField id="effectFromOn" name="effectFromOn" type="date" label="From" {...of("effectFromOn", own)} />
      </div>
    </fieldset>
  );
}

function Milestones({ own }: { own: Own }) {
  return (
    <fieldset className="mt-2 grid gap-3 border-t pt-3">
      <legend className="sr-only">First milestones</legend>
      {ROWS.map((n) => (
        <div key={n} className="grid items-start gap-3 md:grid-cols-[minmax(0,1fr)_160px]">
          <InputField
            id={`milestone${n}Title`}
            name={`milestone${n}Title`}
            label={`Milestone ${n}`}
            maxLength={200}
            autoComplete="off"
            {...of(`milestone${n}Title`, own)}
          />
          <InputField
            id={`milestone${n}DueOn`}
            name={`milestone${n}DueOn`}
            type="date"
            label={`Milestone ${n} by`}
            {...of(`milestone${n}DueOn`, own)}
          />
        </div>
      ))}
      <p className="text-caption text-muted">Leave blank what you do not know yet. You can add more later.</p>
    </fieldset>
  );
}
