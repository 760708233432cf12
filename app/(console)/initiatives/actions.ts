"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { defineAction } from "@/lib/entry/action";
import { addAction, completeAction } from "@/lib/initiatives/commands/actions";
import { assignInitiative } from "@/lib/initiatives/commands/assign-initiative";
import { changeInitiative } from "@/lib/initiatives/commands/change-initiative";
import { closeInitiative } from "@/lib/initiatives/commands/close-initiative";
import { addMilestone, changeMilestone } from "@/lib/initiatives/commands/milestones";
import { reportInitiative } from "@/lib/initiatives/commands/report-initiative";
import {
  AddActionInput,
  AddMilestoneInput,
  AssignInitiativeInput,
  ChangeInitiativeInput,
  ChangeMilestoneInput,
  CloseInitiativeInput,
  CompleteActionInput,
  ReportInitiativeInput,
} from "@/lib/initiatives/schema";

/** Work due appears on every area, so all pages are refreshed. */
const refresh = () => revalidatePath("/", "layout");

export const assignInitiativeAction = defineAction(AssignInitiativeInput, async (viewer, input): Promise<{ id: string }> => {
  const made = await assignInitiative(viewer, input);
  refresh();
  redirect(`/initiatives/${made.id}`);
});

export const changeInitiativeAction = defineAction(ChangeInitiativeInput, async (viewer, input) => {
  const saved = await changeInitiative(viewer, input);
  refresh();
  return saved;
});

export const closeInitiativeAction = defineAction(CloseInitiativeInput, async (viewer, input) => {
  const saved = await closeInitiative(viewer, input);
  refresh();
  return saved;
});

export const reportInitiativeAction = defineAction(ReportInitiativeInput, async (viewer, input) => {
  const saved = await reportInitiative(viewer, input);
  refresh();
  return saved;
});

export const addMilestoneAction = defineAction(AddMilestoneInput, async (viewer, input) => {
  const saved = await addMilestone(viewer, input);
  refresh();
  return saved;
});

export const changeMilestoneAction = defineAction(ChangeMilestoneInput, async (viewer, input) => {
  const saved = await changeMilestone(viewer, input);
  refresh();
  return saved;
});

export const addActionAction = defineAction(AddActionInput, async (viewer, input) => {
  const saved = await addAction(viewer, input);
  refresh();
  return saved;
});

export const completeActionAction = defineAction(CompleteActionInput, async (viewer, input) => {
  const saved = await completeAction(viewer, input);
  refresh();
  return saved;
});
