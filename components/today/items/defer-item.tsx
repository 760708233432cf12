"use client";

import { useId, useState } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { InputField } from "@/components/ui/field";
import { Named } from "@/components/ui/named";
import type { FormActionProp } from "@/components/ui/use-action-form";

type Props = {
  /** "action:<id>" */
  item: string;
  /** the snoozed item */
  about: string;
  /** proposed day */
  until: string;
  action: FormActionProp<{ until: string }>;
};

/** Snoozes an item on the viewer's own list until a day. */
export function DeferItem({ item, about, until, action }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <Dialog
      title="Snooze until a date"
      description={`${about}. It returns to your Today on that day; nothing changes for anybody else.`}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button keyHint="L">
          <Named label="Snooze" about={about} />
        </Button>
      }
    >
      <ActionForm action={action} hidden={{ item }} label="Snooze" done="Snoozed." onDone={() => setOpen(false)}>
        {({ errors, values }) => (
          <InputField
            id={`${id}-until`}
            name="until"
            type="date"
            label="Until"
            required
            defaultValue={values.until ?? until}
            error={errors.until}
          />
        )}
      </ActionForm>
    </Dialog>
  );
}
