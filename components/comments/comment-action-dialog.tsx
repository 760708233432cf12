"use client";

import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { InputField } from "@/components/ui/field";
import { freshKey } from "@/components/ui/fresh-key";
import { SelectField } from "@/components/ui/select";
import { SentForm } from "@/components/ui/sent-form";
import type { FormActionProp } from "@/components/ui/use-action-form";
import type { Piece } from "@/lib/comments/mention-text";

type Option = { value: string; label: string };
type Props = {
  comment: { id: string; authorName: string; pieces: Piece[] };
  departmentId: string;
  dueOn: string;
  action: FormActionProp<{ id: string }>;
};

/** A promise made of a comment. Who can be given it is asked when the dialog opens: most readers never do. */
export function CommentActionDialog({ comment, departmentId, dueOn, action }: Props) {
  const [open, setOpen] = useState(false);
  const [key, setKey] = useState("");
  const [people, setPeople] = useState<Option[]>([]);
  useEffect(() => {
    if (!open) return;
    setKey(freshKey());
    fetch(`/api/action-owners?departmentId=${departmentId}`)
      .then((answer) => (answer.ok ? answer.json() : []))
      .then((found: unknown) => setPeople(Array.isArray(found) ? found : []))
      .catch(() => setPeople([]));
  }, [open, departmentId]);
  const said = comment.pieces.map((piece) => piece.text).join("");
  return (
    <Dialog
      title="Make it an action"
      description={`A small promise of what ${comment.authorName} wrote: who, what, by when.`}
      trigger={<Button aria-label={`Make an action of the comment of ${comment.authorName}`}>Make it an action</Button>}
      open={open}
      onOpenChange={setOpen}
    >
      {key !== "" && (
        <SentForm action={action} hidden={{ commentId: comment.id }} onceKey={key} label="Add" done="Added." onDone={() => setOpen(false)}>
          {({ errors, values }) => (
            <>
              <InputField
                id="comment-action-title"
                name="title"
                label="What"
                required
                maxLength={200}
                defaultValue={values.title ?? (said.split("\n")[0] ?? "").slice(0, 200)}
                error={errors.title}
              />
              <SelectField
                key={people.length}
                id="comment-action-owner"
                name="ownerId"
                label="Who"
                required
                options={people}
                defaultValue={values.ownerId ?? people[0]?.value ?? ""}
                error={errors.ownerId}
              />
              <InputField
                id="comment-action-due"
                name="dueOn"
                type="date"
                label="By when"
                required
                defaultValue={values.dueOn ?? dueOn}
                error={errors.dueOn}
              />
            </>
          )}
        </SentForm>
      )}
    </Dialog>
  );
}
