"use client";

import { useState } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { ChoiceName } from "@/components/ui/combobox/choice-name";
import { ConflictNote } from "@/components/ui/conflict-note";
import { Dialog } from "@/components/ui/dialog";
import { InputField } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select";
import { TextareaField } from "@/components/ui/textarea";
import type { FormActionProp } from "@/components/ui/use-action-form";
import { AREAS, KINDS, STAGES } from "@/lib/initiatives/words/words";
import type { Choice } from "@/lib/platform/entities/choice";
import { InitiativeFields, of, optionsOf } from "./initiative-fields";

type Act = FormActionProp<{ id: string }>;
type Option = { value: string; label: string };

const LABELS = [
  ["title", "Title"],
  ["summary", "Why and how"],
  ["area", "Area"],
  ["kind", "Kind"],
  ["departmentId", "Department"],
  ["ownerId", "Owner"],
  ["stage", "Stage"],
  ["dueOn", "Due"],
  ["updateEveryDays", "Check-in every … days"],
] as const;

type ChangeProps = {
  id: string;
  /** the current record, every value as text, including `version` */
  shown: Record<string, string>;
  picked: { department: Choice; owner: Choice };
  fixed: boolean;
  action: Act;
};

/** Changes what was agreed, except the baseline. After a conflict it shows what somebody else changed and keeps the input. */
export function ChangeDialog({ id, shown, picked, fixed, action }: ChangeProps) {
  const [open, setOpen] = useState(false);
  const options: Record<string, readonly Option[]> = {
    area: optionsOf(AREAS),
    kind: optionsOf(KINDS),
    stage: optionsOf(STAGES),
  };
  const say = (name: string, value: string) => {
    if (name === "ownerId") return <ChoiceName of="owners" id={value} known={[picked.owner]} otherwise="somebody else" />;
    if (name === "departmentId") return <ChoiceName of="assignable" id={value} known={[picked.department]} otherwise="another one" />;
    return options[name]?.find((option) => option.value === value)?.label ?? value;
  };
  return (
    <Dialog title="Change this initiative" trigger={<Button>Change</Button>} open={open} onOpenChange={setOpen}>
      <ActionForm action={action} hidden={{ id, version: shown.version ?? "" }} label="Save" done="Saved." onDone={() => setOpen(false)}>
        {({ errors, values: typed, current }) => {
          const own = { errors, values: { ...shown, ...typed } };
          return (
            <>
              <ConflictNote current={current} shown={shown} labels={LABELS} say={say} />
              <InitiativeFields {...own} picked={picked} fixed={fixed} />
              <div className="grid items-start gap-3 md:grid-cols-3">
                <SelectField id="stage" name="stage" label="Stage" options={optionsOf(STAGES.slice(0, 3))} {...of("stage", own)} />
                <InputField id="dueOn" name="dueOn" type="date" label="Due" required {...of("dueOn", own)} />
                <InputField
                  id="updateEveryDays"
                  name="updateEveryDays"
                  label="Check-in every … days"
                  inputMode="numeric"
                  required
                  {...of("updateEveryDays", own)}
                />
              </div>
            </>
          );
        }}
      </ActionForm>
    </Dialog>
  );
}

/** Ends the initiative, with the reason. */
export function CloseDialog({ id, version, action }: { id: string; version: number; action: Act }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      title="Close this initiative"
      description="You cannot change it after this; comments stay open. The reason is kept."
      trigger={<Button>Close</Button>}
      open={open}
      onOpenChange={setOpen}
    >
      <ActionForm
        action={action}
        hidden={{ id, version: String(version) }}
        label="Close initiative"
        tone="danger"
        done="Closed."
        onDone={() => setOpen(false)}
      >
        {({ errors, values }) => (
          <>
            <SelectField
              id="close-stage"
              name="stage"
              label="Result"
              required
              options={optionsOf(STAGES.slice(3))}
              defaultValue={values.stage ?? "done"}
              error={errors.stage}
            />
            <TextareaField
              id="close-reason"
              name="reason"
              label="Reason and outcome"
              required
              maxLength={1000}
              defaultValue={values.reason ?? ""}
              error={errors.reason}
            />
          </>
        )}
      </ActionForm>
    </Dialog>
  );
}
