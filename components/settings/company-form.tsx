"use client";

import { type ChangeEvent, useState } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { InputField } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select";
import type { FormActionProp } from "@/components/ui/use-action-form";
import { calendarMoveText } from "@/lib/settings/calendar-move-text";

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

type Move = { recomputed: string[]; typed: string[] };
/** `moves`: the effect on the existing KPIs of another first month, and of another way to divide the year. */
type Props = {
  company: CompanyValues;
  timeZones: readonly string[];
  moves: { year: Move; cut: Move };
  action: FormActionProp<{ version: number }>;
};

type Year = Pick<CompanyValues, "fiscalStartMonth" | "fiscalPattern" | "yearEndWeekday" | "yearEndRule">;

/** Which periods move between the two fiscal years; null: none. */
function moveOf(held: Year, chosen: Year): "year" | "cut" | null {
  const weeks = chosen.fiscalPattern !== "months";
  const ends = weeks && (held.yearEndWeekday !== chosen.yearEndWeekday || held.yearEndRule !== chosen.yearEndRule);
  if (held.fiscalPattern !== chosen.fiscalPattern || ends) return "cut";
  if (held.fiscalStartMonth === chosen.fiscalStartMonth) return null;
  return weeks ? "cut" : "year";
}

/** Name, currency, time zone and fiscal year of the company. */
export function CompanyForm({ company, timeZones, moves, action }: Props) {
  const [year, setYear] = useState<Year>(company);
  const change = (field: keyof Year) => (event: ChangeEvent<HTMLSelectElement>) => setYear({ ...year, [field]: event.target.value });
  const pattern = year.fiscalPattern;
  const weeks = pattern !== "months";
  const move = moveOf(company, year);
  return (
    <ActionForm action={action} hidden={{ version: company.version }} label="Save" done="Saved." className="mt-3 max-w-xl">
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
                hint="today, due days and printed times"
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
                onChange={change("fiscalStartMonth")}
              />
              <SelectField
                id="fiscalPattern"
                name="fiscalPattern"
                label="Periods"
                error={errors.fiscalPattern}
                options={PATTERNS}
                value={pattern}
                onChange={change("fiscalPattern")}
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
                    onChange={change("yearEndWeekday")}
                  />
                  <SelectField
                    id="yearEndRule"
                    name="yearEndRule"
                    label="Year end"
                    error={errors.yearEndRule}
                    options={[
                      { value: "last", label: "the last of the closing month" },
                      { value: "nearest", label: "the one nearest to that month's end" },
                    ]}
                    defaultValue={held.yearEndRule}
                    onChange={change("yearEndRule")}
                  />
                </>
              ) : (
                <>
                  <input type="hidden" name="yearEndRule" value={company.yearEndRule} />
                  <input type="hidden" name="yearEndWeekday" value={company.yearEndWeekday} />
                </>
              )}
            </div>
            <p role="status" className={move === null ? "" : "border-l-4 border-fg bg-surface px-3 py-2 text-table"}>
              {move === null ? "" : calendarMoveText(moves[move])}
            </p>
            <p className="text-caption text-muted">
              Weeks begin on Monday: weekly values and files name their weeks by ISO 8601, so they mean the same everywhere. When you change
              the fiscal year, computed values are recomputed; values entered or imported by the current fiscal year prevent the change.
            </p>
          </>
        );
      }}
    </ActionForm>
  );
}
