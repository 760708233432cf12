"use client";

import { ActionForm } from "@/components/ui/action-form";
import { InputField } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select";
import type { FormActionProp } from "@/components/ui/use-action-form";
import { HOURS } from "./hours";

export type ClockValues = { high: string; medium: string; low: string; hour: string; money: string };
const LEVELS = [
  { name: "high", label: "High" },
  { name: "medium", label: "Medium" },
  { name: "low", label: "Low" },
] as const;

/** Working days to answer a signal before it escalates to the department above. */
export function SignalClockForm({ clock, action }: { clock: ClockValues; action: FormActionProp<null> }) {
  return (
    <ActionForm
      action={action}
      label="Save"
      about="time to answer a signal"
      done="Saved. It applies to new signals."
      className="mt-3 max-w-xl"
    >
      {({ errors, values }) => (
        <>
          <p className="text-table">
            Working days (Monday to Friday) after the signal was opened, by severity; 0 is the same day. A signal not answered by then
            escalates to the department above.
          </p>
          <div className="grid grid-cols-2 gap-3 md:grid-cols-4">
            {LEVELS.map(({ name, label }) => (
              <InputField
                key={name}
                id={`clock-${name}`}
                name={name}
                label={label}
                numeric
                inputMode="numeric"
                error={errors[name]}
                required
                maxLength={2}
                defaultValue={values[name] ?? clock[name]}
              />
            ))}
            <SelectField
              id="clock-hour"
              name="hour"
              label="Until"
              error={errors.hour}
              options={HOURS}
              defaultValue={values.hour ?? clock.hour}
            />
          </div>
          <InputField
            id="clock-money"
            name="money"
            label="Amount that raises the severity"
            hint="distance from the mean, in the currency of the KPI"
            numeric
            error={errors.money}
            required
            maxLength={20}
            fieldClassName="md:w-1/2"
            defaultValue={values.money ?? clock.money}
          />
        </>
      )}
    </ActionForm>
  );
}
