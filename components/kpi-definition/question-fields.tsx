"use client";

import { useId } from "react";
import { SelectField } from "@/components/ui/select";
import { type Question, type QuestionField, WHATS, type What } from "@/lib/kpis/definition/question";
import { ConditionLines } from "./condition-lines";

type Props = { question: Question; fields: readonly QuestionField[]; onChange: (question: Question) => void };
const NAMES = Object.keys(WHATS).filter((name): name is What => name in WHATS);
const option = (f: QuestionField) => ({ value: f.name, label: f.label });

/** The question to the records, as a sentence in parts. */
export function QuestionFields({ question, fields, onChange }: Props) {
  const id = useId();
  const set = (change: Partial<Question>) => onChange({ ...question, ...change });
  const numbers = fields.filter((f) => f.type === "number").map(option);
  const dates = fields.filter((f) => f.type === "date").map(option);
  const placed = fields.filter((f) => f.type === "date" && f.slot !== undefined).map(option);
  const { what } = question;
  const one = what === "sum" || what === "mean" || what === "min" || what === "max" || what === "ratio";
  return (
    <div className="grid gap-4">
      <div className="grid items-start gap-3 sm:grid-cols-3">
        <SelectField
          id={`${id}-what`}
          label="Calculation"
          value={what}
          options={NAMES.map((value) => ({ value, label: WHATS[value] }))}
          onChange={(e) => set({ what: NAMES.find((n) => n === e.currentTarget.value) ?? "count", field: "", over: "" })}
        />
        {one && (
          <SelectField
            id={`${id}-field`}
            label={what === "ratio" ? "The sum of" : "Of the field"}
            placeholder="choose a number"
            options={numbers}
            value={question.field}
            onChange={(e) => set({ field: e.currentTarget.value })}
          />
        )}
        {what === "distinct" && (
          <SelectField
            id={`${id}-field`}
            label="Of the field"
            placeholder="choose a field"
            options={fields.map(option)}
            value={question.field}
            onChange={(e) => set({ field: e.currentTarget.value })}
          />
        )}
        {what === "ratio" && (
          <SelectField
            id={`${id}-over`}
            label="Divided by the sum of"
            placeholder="choose a number"
            options={numbers}
            value={question.over}
            onChange={(e) => set({ over: e.currentTarget.value })}
          />
        )}
        {what === "days" && (
          <>
            <SelectField
              id={`${id}-from`}
              label="From"
              placeholder="choose a date"
              options={dates}
              value={question.from}
              onChange={(e) => set({ from: e.currentTarget.value })}
            />
            <SelectField
              id={`${id}-to`}
              label="To"
              placeholder="choose a date"
              options={dates}
              value={question.to}
              onChange={(e) => set({ to: e.currentTarget.value })}
            />
          </>
        )}
      </div>
      {what === "share" && (
        <ConditionLines
          legend="Counted for the share are those where"
          lines={question.which}
          fields={fields}
          onChange={(which) => set({ which })}
        />
      )}
      <ConditionLines legend="Only records where" lines={question.where} fields={fields} onChange={(where) => set({ where })} />
      <div className="grid items-start gap-3 sm:grid-cols-3">
        <SelectField
          id={`${id}-basis`}
          label="In which period a record counts"
          value={question.basis}
          options={[
            { value: "in-period", label: "the one its date falls in" },
            { value: "at-period-end", label: "each period at whose end it is open" },
          ]}
          onChange={(e) => set({ basis: e.currentTarget.value === "at-period-end" ? "at-period-end" : "in-period" })}
        />
        <SelectField
          id={`${id}-date`}
          label={question.basis === "in-period" ? "By the date" : "Open from"}
          placeholder="choose a date"
          options={placed}
          value={question.date}
          onChange={(e) => set({ date: e.currentTarget.value })}
        />
        {question.basis === "at-period-end" && (
          <SelectField
            id={`${id}-until`}
            label="Open until"
            hint="an empty date is still open"
            placeholder="choose a date"
            options={dates}
            value={question.until}
            onChange={(e) => set({ until: e.currentTarget.value })}
          />
        )}
      </div>
    </div>
  );
}
