"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { askDecision, changeDecision } from "@/lib/decisions/commands/ask-decision";
import { decide, scoreDecision, undoDecision } from "@/lib/decisions/commands/decide";
import { remindDecider, tellDecision } from "@/lib/decisions/commands/tell";
import {
  AskDecisionInput,
  ChangeDecisionInput,
  DecideInput,
  NoticeInput,
  ScoreDecisionInput,
  UndoDecisionInput,
} from "@/lib/decisions/schema";
import { defineAction } from "@/lib/entry/action";

/** What waits to be decided is on Today and at the foot of every area. */
const refresh = () => revalidatePath("/", "layout");

export const askDecisionAction = defineAction(AskDecisionInput, async (viewer, input): Promise<{ id: string }> => {
  const made = await askDecision(viewer, input);
  refresh();
  redirect(`/decisions/${made.id}`);
});

export const changeDecisionAction = defineAction(ChangeDecisionInput, async (viewer, input) => {
  const saved = await changeDecision(viewer, input);
  refresh();
  return saved;
});

export const decideAction = defineAction(DecideInput, async (viewer, input) => {
  const saved = await decide(viewer, input);
  refresh();
  return saved;
});

export const undoDecisionAction = defineAction(UndoDecisionInput, async (viewer, input) => {
  const saved = await undoDecision(viewer, input);
  refresh();
  return saved;
});

export const scoreDecisionAction = defineAction(ScoreDecisionInput, async (viewer, input) => {
  const saved = await scoreDecision(viewer, input);
  refresh();
  return saved;
});

export const remindDeciderAction = defineAction(NoticeInput, async (viewer, input) => {
  const reminded = await remindDecider(viewer, input);
  refresh();
  return reminded;
});

export const tellDecisionAction = defineAction(NoticeInput, async (viewer, input) => {
  const told = await tellDecision(viewer, input);
  refresh();
  return told;
});
