"use client";

import { useState } from "react";
import { InputField } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select";
import { SentForm } from "@/components/ui/sent-form";
import type { FormActionProp } from "@/components/ui/use-action-form";

export type CompanyValues = {
  version: string;
  name: string;
  currency: string;
  timeZone: string;
  fiscalStartMonth: string;
  fiscalPattern: string;
  yearEndWeekday: string;
  yearEndRule: string;
};

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const numbered = (names: readonly string[]) => names.map((label, index) => ({ value: String(index + 1), label }));
const PATTERNS = [
  { value: "months", label: "Calendar months" },
  { value: "4-4-5", label: "Weeks, 4-4-5 a quarter" },
  { value: "4-5-4", label: "Weeks, 4-5-4 a quarter" },
  { value: "5-4-4", label: "Weeks, 5-4-4 a quarter" },
];

type Props = { company: CompanyValues; timeZones: readonly string[]; action: FormActionProp<{ version: number }> };

/** Name, currency, time zone and fiscal year of the company. */
export function CompanyForm({ company, timeZones, action }: Props) {
  const [pattern, setPattern] = useState(company.fiscalPattern);
  const weeks = pattern !== "months";
  return (
    <SentForm action={action} hidden={{ version: company.version }} label="Save" done="Saved." className="mt-3 max-w-xl">
      {({ errors, values }) => {
        const held = { ...company, ...values };
        return (
          <>
            <InputField id="company-name" name="name" label="Name" error={errors.name} required maxLength={120} defaultValue={held.name} />
            <div className="grid gap-3 md:grid-cols-2">
              <InputField
                id="currency"
                name="currency"
                label="Currency"
                hint="three letters, such as EUR"
                error={errors.currency}
                required
                maxLength={3}
                autoCapitalize="characters"
                defaultValue={held.currency}
              />
              <SelectField
                id="timeZone"
                name="timeZone"
                label="Time zone"
                hint="of digests and of deadlines to answer"
                error={errors.timeZone}
                options={timeZones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
                defaultValue={held.timeZone}
              />
              <SelectField
                id="fiscalStartMonth"
                name="fiscalStartMonth"
                label="Fiscal year begins in"
                error={errors.fiscalStartMonth}
                options={numbered(MONTHS)}
                defaultValue={held.fiscalStartMonth}
              />
              <SelectField
                id="fiscalPattern"
                name="fiscalPattern"
                label="Its periods are"
                error={errors.fiscalPattern}
                options={PATTERNS}
                value={pattern}
                onChange={(event) => setPattern(event.target.value)}
              />
              {weeks ? (
                <>
                  <SelectField
                    id="yearEndWeekday"
                    name="yearEndWeekday"
                    label="The year ends on a"
                    error={errors.yearEndWeekday}
                    options={numbered(DAYS)}
                    defaultValue={held.yearEndWeekday}
                  />
                  <SelectField
                    id="yearEndRule"
                    name="yearEndRule"
                    label="Which one"
                    error={errors.yearEndRule}
                    options={[
                      { value: "last", label: "the last of the closing month" },
                      { value: "nearest", label: "the one nearest to that month's end" },
                    ]}
                    defaultValue={held.yearEndRule}
                  />
                </>
              ) : (
                <>
                  <input type="hidden" name="yearEndRule" value={company.yearEndRule} />
                  <input type="hidden" name="yearEndWeekday" value={company.yearEndWeekday} />
                </>
              )}
            </div>
            <p className="text-caption text-muted">
              Weeks begin on Monday, as in ISO 8601. The fiscal year can change only while no KPI has values or targets by the periods that
              would move.
            </p>
          </>
        );
      }}
    </SentForm>
  );
}
