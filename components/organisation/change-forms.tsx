"use client";

import { ConflictNote } from "@/components/initiatives/forms/conflict-note";
import { SentForm } from "@/components/ui/sent-form";
import type { FormActionProp } from "@/components/ui/use-action-form";
import type { PositionChoices } from "@/lib/organisation/choices";
import type { DepartmentOption } from "@/lib/people/queries";
import { DEPARTMENT_LABELS, DepartmentFields, type DepartmentValues } from "./department-fields";
import { POSITION_LABELS, PositionFields, type PositionValues } from "./position-fields";

type Changed = FormActionProp<{ id: string }>;
type DepartmentProps = {
  departmentId: string;
  version: number;
  department: DepartmentValues;
  departments: readonly DepartmentOption[];
  company: boolean;
  action: Changed;
};

/** Changes a department. Who comes second is shown what it says now, and keeps their typing. */
export function ChangeDepartmentForm({ departmentId, version, department, departments, company, action }: DepartmentProps) {
  const say = (name: string, value: string) =>
    name === "parentId" ? (departments.find(({ id }) => id === value)?.name ?? "another department") : value;
  return (
    <SentForm action={action} hidden={{ departmentId, version: String(version) }} label="Save" done="Saved." className="mt-3 max-w-xl">
      {({ errors, values, current }) => (
        <>
          <ConflictNote current={current} shown={department} labels={DEPARTMENT_LABELS} say={say} />
          <DepartmentFields departments={departments} company={company} values={{ ...department, ...values }} errors={errors} />
        </>
      )}
    </SentForm>
  );
}

type PositionProps = {
  positionId: string;
  version: number;
  position: PositionValues;
  departments: readonly DepartmentOption[];
  choices: PositionChoices;
  action: Changed;
};

/** The same for a position. */
export function ChangePositionForm({ positionId, version, position, departments, choices, action }: PositionProps) {
  const say = (name: string, value: string) => {
    if (name === "departmentId") return departments.find(({ id }) => id === value)?.name ?? "another department";
    if (name === "holderId") return choices.holders.find((one) => one.value === value)?.label ?? (value === "" ? "" : "somebody else");
    if (name === "reportsToId")
      return choices.superiors.find((one) => one.value === value)?.label ?? (value === "" ? "" : "another position");
    return value;
  };
  return (
    <SentForm action={action} hidden={{ positionId, version: String(version) }} label="Save" done="Saved." className="mt-3 max-w-xl">
      {({ errors, values, current }) => (
        <>
          <ConflictNote current={current} shown={position} labels={POSITION_LABELS} say={say} />
          <PositionFields departments={departments} choices={choices} values={{ ...position, ...values }} errors={errors} />
        </>
      )}
    </SentForm>
  );
}
