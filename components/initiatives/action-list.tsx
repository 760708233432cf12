"use client";

import { useState } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { ComboField } from "@/components/ui/combobox/combo-field";
import { Dialog } from "@/components/ui/dialog";
import { InputField } from "@/components/ui/field";
import { StaleChip } from "@/components/ui/stale-chip";
import type { FormActionProp } from "@/components/ui/use-action-form";
import type { Choice } from "@/lib/platform/entities/choice";

export type ActionItem = {
  id: string;
  title: string;
  ownerName: string;
  /** "Fri 6 June", or "done 2 June" */
  whenText: string;
  done: boolean;
  lateDays: number | null;
  version: number;
  mayComplete: boolean;
};

type Act = FormActionProp<{ id: string }>;

/** Actions with owner and due date. Open ones first, each with the button to complete it. */
export function ActionList({ items, completeAction }: { items: ActionItem[]; completeAction: Act }) {
  return (
    <ul>
      {items.map((item) => (
        <li key={item.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b py-2 text-table">
          <span className="min-w-48 flex-1">
            <span className={item.done ? "text-muted line-through" : undefined}>{item.title}</span>
            <span className="block text-caption text-muted">
              {item.ownerName} · {item.whenText}
            </span>
          </span>
          {item.lateDays !== null && <StaleChip days={item.lateDays} />}
          {!item.done && item.mayComplete && (
            <ActionForm
              action={completeAction}
              hidden={{ id: item.id, version: String(item.version) }}
              label="Done"
              about={item.title}
              tone="plain"
              done="Kept."
            />
          )}
        </li>
      ))}
    </ul>
  );
}

type AddProps = { initiativeId: string; idempotencyKey: string; owner: Choice; dueOn: string; action: Act };

/** A form for a new action, in a dialog that closes after saving. */
export function AddActionDialog({ initiativeId, idempotencyKey, owner, dueOn, action }: AddProps) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      title="Add an action"
      description="A small task with an owner and a due date."
      trigger={<Button>Add an action</Button>}
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
              id="action-title"
              name="title"
              label="What"
              required
              maxLength={200}
              autoComplete="off"
              defaultValue={values.title ?? ""}
              error={errors.title}
            />
            <ComboField
              id="action-owner"
              name="ownerId"
              label="Who"
              required
              source={{ of: "owners" }}
              chosen={owner}
              error={errors.ownerId}
            />
            <InputField
              id="action-due"
              name="dueOn"
              type="date"
              label="Due"
              required
              defaultValue={values.dueOn ?? dueOn}
              error={errors.dueOn}
            />
          </>
        )}
      </ActionForm>
    </Dialog>
  );
}
