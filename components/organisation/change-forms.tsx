"use client";

import { ActionForm } from "@/components/ui/action-form";
import { ChoiceName } from "@/components/ui/combobox/choice-name";
import { ConflictNote } from "@/components/ui/conflict-note";
import type { FormActionProp } from "@/components/ui/use-action-form";
import type { Choice } from "@/lib/platform/entities/choice";
import { DEPARTMENT_LABELS, DepartmentFields, type DepartmentValues } from "./department-fields";
import { POSITION_LABELS, PositionFields, type PositionPicked, type PositionValues } from "./position-fields";

type Changed = FormActionProp<{ id: string }>;
type DepartmentProps = {
  departmentId: string;
  version: number;
  department: DepartmentValues;
  /** the parent, and its choices without script */
  parent: Choice | null;
  few: readonly Choice[];
  company: boolean;
  action: Changed;
};

const known = (choice: Choice | null) => (choice === null ? [] : [choice]);

/** Changes a department. After a conflict the form shows the current values and keeps the input. */
export function ChangeDepartmentForm({ departmentId, version, department, parent, few, company, action }: DepartmentProps) {
  const say = (name: string, value: string) =>
    name === "parentId" ? <ChoiceName of="organisation-change" id={value} known={known(parent)} otherwise="another department" /> : value;
  return (
    <ActionForm action={action} hidden={{ departmentId, version: String(version) }} label="Save" done="Saved." className="mt-3 max-w-xl">
      {({ errors, values, current }) => (
        <>
          <ConflictNote current={current} shown={department} labels={DEPARTMENT_LABELS} say={say} />
          <DepartmentFields parent={parent} few={few} company={company} values={{ ...department, ...values }} errors={errors} />
        </>
      )}
    </ActionForm>
  );
}

type PositionProps = {
  positionId: string;
  version: number;
  position: PositionValues;
  picked: PositionPicked;
  few: { departments: readonly Choice[]; holders: readonly Choice[]; superiors: readonly Choice[] };
  action: Changed;
};

/** The same for a position. */
export function ChangePositionForm({ positionId, version, position, picked, few, action }: PositionProps) {
  const { department, holder, superior } = picked;
  const say = (name: string, value: string) => {
    if (value === "") return "";
    if (name === "departmentId")
      return <ChoiceName of="organisation-change" id={value} known={known(department)} otherwise="another department" />;
    if (name === "holderId") return <ChoiceName of="holders" id={value} known={known(holder)} otherwise="somebody else" />;
    if (name === "reportsToId") return <ChoiceName of="superiors" id={value} known={known(superior)} otherwise="another position" />;
    return value;
  };
  return (
    <ActionForm action={action} hidden={{ positionId, version: String(version) }} label="Save" done="Saved." className="mt-3 max-w-xl">
      {({ errors, values, current }) => (
        <>
          <ConflictNote current={current} shown={position} labels={POSITION_LABELS} say={say} />
          <PositionFields picked={picked} few={few} values={{ ...position, ...values }} errors={errors} />
        </>
      )}
    </ActionForm>
  );
}
