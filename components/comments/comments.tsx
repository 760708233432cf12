"use client";

import { ActionForm } from "@/components/ui/action-form";
import type { FormActionProp } from "@/components/ui/use-action-form";
import type { Piece } from "@/lib/comments/mention-text";
import { CommentActionForm, type Option } from "./comment-action-form";
import { MentionField } from "./mention-field";

export type CommentItem = {
  id: string;
  authorName: string;
  whenText: string;
  pieces: Piece[];
  /** "settled by Peter Krebs on Mon 2 June" */
  resolvedText: string | null;
  /** the action created from it: "Recount the rack, Peter Krebs" */
  actionText: string | null;
};

type Act = FormActionProp<{ id: string }>;
type Props = {
  /** its subject: { about: "kpi:<id>" } */
  about: Record<string, string>;
  departmentId: string;
  idempotencyKey: string;
  /** each with a key for the action that may be created from it */
  comments: (CommentItem & { actionKey: string })[];
  me: Option;
  /** both false if the page looks back or the viewer may only read: nothing to write, resolve or turn into an action */
  may: { write: boolean; act: boolean };
  dueOn: string;
  writeAction: Act;
  resolveAction: Act;
  actionAction: Act;
};

/** The comments, oldest first, and a field for a new one. Resolved comments stay, in one line. */
export function Comments({ about, idempotencyKey, comments, may, ...rest }: Props) {
  return (
    <>
      <ol>
        {comments.map((comment) => (
          <li key={comment.id} className="border-b py-2 text-table">
            <p className="text-caption text-muted">
              <span className="font-medium text-fg">{comment.authorName}</span> · {comment.whenText}
            </p>
            <p className={`whitespace-pre-line break-words ${comment.resolvedText === null ? "" : "text-muted"}`}>
              {comment.pieces.map((piece, index) =>
                // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move
                piece.mention ? <strong key={index}>{piece.text}</strong> : piece.text,
              )}
            </p>
            {comment.actionText !== null && <p className="text-caption">Action: {comment.actionText}</p>}
            {comment.resolvedText !== null && <p className="text-caption text-muted">{comment.resolvedText}</p>}
            {may.write && (
              <div className="mt-1 flex flex-wrap gap-2 print:hidden">
                <ActionForm
                  action={rest.resolveAction}
                  hidden={{ id: comment.id, resolved: comment.resolvedText === null ? "yes" : "no" }}
                  label={comment.resolvedText === null ? "Resolve" : "Reopen"}
                  about={`comment of ${comment.authorName}, ${comment.whenText}`}
                  tone="plain"
                  done=""
                />
                {may.act && comment.actionText === null && (
                  <CommentActionForm
                    comment={comment}
                    departmentId={rest.departmentId}
                    me={rest.me}
                    dueOn={rest.dueOn}
                    idempotencyKey={comment.actionKey}
                    action={rest.actionAction}
                  />
                )}
              </div>
            )}
          </li>
        ))}
      </ol>
      {comments.length === 0 && <p className="border-b py-2 text-table text-muted">Nobody has commented yet.</p>}
      {may.write && (
        <ActionForm
          action={rest.writeAction}
          hidden={about}
          idempotencyKey={idempotencyKey}
          label="Comment"
          tone="plain"
          done="Sent."
          resets
          className="mt-3 max-w-[76ch] print:hidden"
        >
          {({ errors, values }) => <MentionField id="comment-body" about={about} defaultValue={values.body ?? ""} error={errors.body} />}
        </ActionForm>
      )}
    </>
  );
}
