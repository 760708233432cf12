"use client";

import { useState } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { ComboField } from "@/components/ui/combobox/combo-field";
import { ConflictNote } from "@/components/ui/conflict-note";
import { Dialog } from "@/components/ui/dialog";
import { InputField } from "@/components/ui/field";
import type { FormActionProp } from "@/components/ui/use-action-form";
import type { Choice } from "@/lib/platform/entities/choice";

type Act = FormActionProp<{ id: string }>;
type Milestone = { id: string; title: string; dueOn: string; doneOn: string | null; baselineText: string; version: number };

const LABELS = [
  ["dueOn", "Forecast"],
  ["doneOn", "Reached"],
] as const;

/** Every milestone with its forecast and the day it was reached; each row saves separately. */
export function MilestoneRows({ milestones, action }: { milestones: Milestone[]; action: Act }) {
  return (
    <ul>
      {milestones.map((m) => (
        <li key={m.id} className="border-b py-3">
          <p className="text-table font-medium">
            {m.title} <span className="font-normal text-muted">baseline {m.baselineText}</span>
          </p>
          <ActionForm
            action={action}
            hidden={{ id: m.id, version: String(m.version) }}
            label="Save"
            about={m.title}
            tone="plain"
            done="Saved."
            className="mt-1 items-start md:grid-cols-[160px_160px_auto] md:justify-start md:*:last:pt-5"
          >
            {({ errors, values, current }) => (
              <>
                <InputField
                  id={`${m.id}-due`}
                  name="dueOn"
                  type="date"
                  label={
                    <>
                      Forecast
                      <Of title={m.title} />
                    </>
                  }
                  defaultValue={values.dueOn ?? m.dueOn}
                  error={errors.dueOn}
                />
                <InputField
                  id={`${m.id}-done`}
                  name="doneOn"
                  type="date"
                  label={
                    <>
                      Reached on
                      <Of title={m.title} />
                    </>
                  }
                  defaultValue={values.doneOn ?? m.doneOn ?? ""}
                  error={errors.doneOn}
                />
                <div className="md:order-last md:col-span-3 empty:hidden">
                  <ConflictNote
                    current={current}
                    shown={{ dueOn: m.dueOn, doneOn: m.doneOn ?? "" }}
                    labels={LABELS}
                    say={(_, value) => value}
                  />
                </div>
              </>
            )}
          </ActionForm>
        </li>
      ))}
    </ul>
  );
}

const Of = ({ title }: { title: string }) => <span className="sr-only"> of {title}</span>;

type AddProps = { initiativeId: string; idempotencyKey: string; owner: Choice; action: Act };

/** A form for another milestone, in a dialog that closes after saving. */
export function AddMilestoneDialog({ initiativeId, idempotencyKey, owner, action }: AddProps) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      title="Add a milestone"
      description="The date given here is its baseline."
      trigger={<Button>Add a milestone</Button>}
      open={open}
      onOpenChange={setOpen}
    >
      <ActionForm
        action={action}
        hidden={{ initiativeId }}
        idempotencyKey={idempotencyKey}
        label="Add"
        done="Added."
        onDone={() => setOpen(false)}
      >
        {({ errors, values }) => (
          <>
            <InputField
              id="milestone-title"
              name="title"
              label="Milestone"
              required
              maxLength={200}
              autoComplete="off"
              defaultValue={values.title ?? ""}
              error={errors.title}
            />
            <ComboField id="milestone-owner" name="ownerId" label="Who" source={{ of: "owners" }} chosen={owner} error={errors.ownerId} />
            <InputField
              id="milestone-due"
              name="dueOn"
              type="date"
              label="Due"
              required
              defaultValue={values.dueOn ?? ""}
              error={errors.dueOn}
            />
          </>
        )}
      </ActionForm>
    </Dialog>
  );
}
