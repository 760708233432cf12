"use client";

import { useState } from "react";
import { Button, ButtonLink } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { InputField } from "@/components/ui/field";
import { StatusLine } from "@/components/ui/status-line";
import { type FormActionProp, useActionForm } from "@/components/ui/use-action-form";
import { PersonFields } from "./person-fields";

type Props = { action: FormActionProp<{ id: string }> };

/** Adds somebody to the directory; their own page has the invitation. */
export function AddPersonDialog(props: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      title="Add a person"
      description="For the directory. They sign in once you have invited them."
      trigger={<Button>Add a person</Button>}
      open={open}
      onOpenChange={setOpen}
    >
      <AddPersonForm {...props} />
    </Dialog>
  );
}

function AddPersonForm({ action }: Props) {
  const form = useActionForm(action);
  if (form.data)
    return (
      <div className="grid gap-3">
        <p role="status">Added.</p>
        <ButtonLink href={`/settings/people/${form.data.id}`} tone="primary">
          Open to invite and give a role
        </ButtonLink>
      </div>
    );
  const values = { name: "", email: "", jobTitle: "", departmentId: "", ...form.values };
  return (
    <form action={form.submit} className="grid gap-3" aria-busy={form.pending}>
      <InputField
        id="code"
        name="code"
        label="Employee number"
        hint="imports identify the person by it"
        error={form.errors.code}
        required
        maxLength={40}
        autoComplete="off"
        defaultValue={form.values.code ?? ""}
      />
      <PersonFields department={null} values={values} errors={form.errors} />
      <Button type="submit" tone="primary" disabled={form.pending}>
        {form.pending ? "Saving…" : "Add"}
      </Button>
      <StatusLine tone="error">{form.message}</StatusLine>
    </form>
  );
}
