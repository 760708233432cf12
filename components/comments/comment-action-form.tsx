"use client";

import { useId } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { ComboField } from "@/components/ui/combobox/combo-field";
import { InputField } from "@/components/ui/field";
import type { FormActionProp } from "@/components/ui/use-action-form";
import type { Piece } from "@/lib/comments/mention-text";

export type Option = { value: string; label: string };
type Props = {
  comment: { id: string; authorName: string; pieces: Piece[] };
  departmentId: string;
  /** the viewer, who can always take an action themselves */
  me: Option;
  dueOn: string;
  /** generated on the server */
  idempotencyKey: string;
  action: FormActionProp<{ id: string }>;
};

/**
 * The form for an action from a comment, expanded below it. A plain form, so that it also works without script if the viewer takes the
 * action.
 */
export function CommentActionForm({ comment, departmentId, me, dueOn, idempotencyKey, action }: Props) {
  const id = useId();
  const said = comment.pieces.map((piece) => piece.text).join("");
  return (
    <details className="min-w-0 open:basis-full">
      <summary className="inline-flex h-11 cursor-pointer items-center rounded border border-border/50 px-3 text-table font-medium hover:bg-surface md:h-7 md:px-2 md:text-caption">
        Create an action<span className="sr-only"> of the comment of {comment.authorName}</span>
      </summary>
      <ActionForm
        action={action}
        hidden={{ commentId: comment.id }}
        idempotencyKey={idempotencyKey}
        label="Add"
        done="Added."
        className="mt-2 max-w-lg"
      >
        {({ errors, values }) => (
          <>
            <InputField
              id={`${id}-title`}
              name="title"
              label="What"
              required
              maxLength={200}
              defaultValue={values.title ?? (said.split("\n")[0] ?? "").slice(0, 200)}
              error={errors.title}
            />
            <ComboField
              id={`${id}-owner`}
              name="ownerId"
              label="Who"
              required
              source={{ of: "action-owners", department: departmentId }}
              chosen={{ ...me, note: "you", free: true }}
              error={errors.ownerId}
            />
            <InputField
              id={`${id}-due`}
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
    </details>
  );
}
