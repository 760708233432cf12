"use client";

import { ActionForm } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { InputField } from "@/components/ui/field";
import type { FormActionProp } from "@/components/ui/use-action-form";
import type { Choice } from "@/lib/platform/entities/choice";
import { DepartmentFields } from "./department-fields";
import { PositionFields } from "./position-fields";

type Shared = {
  /** the initial choice */
  department: Choice;
  /** generated on the server: sent twice, it is created once */
  idempotencyKey: string;
  action: FormActionProp<{ id: string }>;
};

/** Adds departments one after the other: the form stays open and is cleared for the next. */
export function AddDepartmentDialog({ department, idempotencyKey, action }: Shared) {
  return (
    <Dialog title="Add a department" trigger={<Button>Add a department</Button>}>
      <ActionForm action={action} idempotencyKey={idempotencyKey} label="Add" done="Added. Add another, or close this." resets>
        {({ errors, values }) => (
          <DepartmentFields
            parent={department}
            values={{ code: "", name: "", groupName: "", parentId: department.value, ...values }}
            errors={errors}
          />
        )}
      </ActionForm>
    </Dialog>
  );
}

/** The same for positions. */
export function AddPositionDialog({ department, idempotencyKey, action }: Shared) {
  return (
    <Dialog
      title="Add a position"
      description="A job in the company. KPIs belong to positions, so they stay when people leave."
      trigger={<Button>Add a position</Button>}
    >
      <ActionForm action={action} idempotencyKey={idempotencyKey} label="Add" done="Added. Add another, or close this." resets>
        {({ errors, values }) => (
          <>
            <InputField
              id="position-code"
              name="code"
              label="Code"
              hint="short and unique; imports identify the position by it"
              error={errors.code}
              required
              maxLength={40}
              autoComplete="off"
              defaultValue={values.code ?? ""}
            />
            <PositionFields
              picked={{ department, holder: null, superior: null }}
              values={{ title: "", departmentId: department.value, holderId: "", reportsToId: "", ...values }}
              errors={errors}
            />
          </>
        )}
      </ActionForm>
    </Dialog>
  );
}
