"use client";

import { SentForm } from "@/components/ui/sent-form";
import { TextareaField } from "@/components/ui/textarea";
import type { FormActionProp } from "@/components/ui/use-action-form";

type Comment = { id: string; authorName: string; body: string; whenText: string };
type Props = { initiativeId: string; onceKey: string; comments: Comment[]; mayWrite: boolean; action: FormActionProp<{ id: string }> };

/** What was said, oldest first, and the next line. */
export function Comments({ initiativeId, onceKey, comments, mayWrite, action }: Props) {
  return (
    <>
      <ol>
        {comments.map((comment) => (
          <li key={comment.id} className="border-b py-2 text-table">
            <p className="text-caption text-muted">
              <span className="font-medium text-fg">{comment.authorName}</span> · {comment.whenText}
            </p>
            <p className="whitespace-pre-line break-words">{comment.body}</p>
          </li>
        ))}
      </ol>
      {comments.length === 0 && <p className="border-b py-2 text-table text-muted">Nobody has commented yet.</p>}
      {mayWrite && (
        <SentForm
          action={action}
          hidden={{ initiativeId }}
          onceKey={onceKey}
          label="Comment"
          tone="plain"
          done="Sent."
          resets
          className="mt-3 max-w-[76ch]"
        >
          {({ errors, values }) => (
            <TextareaField
              id="comment-body"
              name="body"
              label="Comment"
              required
              maxLength={4000}
              rows={2}
              defaultValue={values.body ?? ""}
              error={errors.body}
            />
          )}
        </SentForm>
      )}
    </>
  );
}
