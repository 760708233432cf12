"use server";

import { revalidatePath } from "next/cache";
import { makeCommentAction } from "@/lib/comments/commands/comment-action";
import { resolveComment } from "@/lib/comments/commands/resolve-comment";
import { writeComment } from "@/lib/comments/commands/write-comment";
import { CommentActionInput, ResolveCommentInput, WriteCommentInput } from "@/lib/comments/schema";
import { defineAction } from "@/lib/entry/action";

/** An action appears on every area it belongs to, so all pages are refreshed. */
const refresh = () => revalidatePath("/", "layout");

export const writeCommentAction = defineAction(WriteCommentInput, async (viewer, input) => {
  const saved = await writeComment(viewer, input);
  refresh();
  return saved;
});

export const resolveCommentAction = defineAction(ResolveCommentInput, async (viewer, input) => {
  const saved = await resolveComment(viewer, input);
  refresh();
  return saved;
});

export const commentActionAction = defineAction(CommentActionInput, async (viewer, input) => {
  const saved = await makeCommentAction(viewer, input);
  refresh();
  return saved;
});
