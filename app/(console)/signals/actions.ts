"use server";

import { revalidatePath } from "next/cache";
import { defineAction } from "@/lib/entry/action";
import { escalateSignal } from "@/lib/signals/commands/escalate";
import {
  acceptExplanation,
  acceptNewLevel,
  acknowledgeSignal,
  askAboutSignal,
  askAgain,
  assignSignal,
  deferSignal,
  explainSignal,
} from "@/lib/signals/commands/steps";
import { undoStep } from "@/lib/signals/commands/undo";
import {
  AcceptInput,
  AcknowledgeInput,
  AskAgainInput,
  AskInput,
  AssignInput,
  DeferSignalInput,
  EscalateInput,
  ExplainInput,
  NewLevelInput,
  UndoInput,
} from "@/lib/signals/schema";
import { deferItem, undoDeferItem } from "@/lib/today/defer-item";
import { DeferItemInput, UndoDeferItemInput } from "@/lib/today/defer-schema";

/** Signals are counted on every page, so all are refreshed. */
const refreshed = <T>(saved: T): T => {
  revalidatePath("/", "layout");
  return saved;
};

export const acknowledgeSignalAction = defineAction(AcknowledgeInput, async (viewer, input) =>
  refreshed(await acknowledgeSignal(viewer, input)),
);
export const askAboutSignalAction = defineAction(AskInput, async (viewer, input) => refreshed(await askAboutSignal(viewer, input)));
export const assignSignalAction = defineAction(AssignInput, async (viewer, input) => refreshed(await assignSignal(viewer, input)));
export const explainSignalAction = defineAction(ExplainInput, async (viewer, input) => refreshed(await explainSignal(viewer, input)));
export const acceptExplanationAction = defineAction(AcceptInput, async (viewer, input) =>
  refreshed(await acceptExplanation(viewer, input)),
);
export const askAgainAction = defineAction(AskAgainInput, async (viewer, input) => refreshed(await askAgain(viewer, input)));
export const escalateSignalAction = defineAction(EscalateInput, async (viewer, input) => refreshed(await escalateSignal(viewer, input)));
export const deferSignalAction = defineAction(DeferSignalInput, async (viewer, input) => refreshed(await deferSignal(viewer, input)));
export const deferItemAction = defineAction(DeferItemInput, async (viewer, input) => refreshed(await deferItem(viewer, input)));
export const undoDeferItemAction = defineAction(UndoDeferItemInput, async (viewer, input) => refreshed(await undoDeferItem(viewer, input)));
export const acceptNewLevelAction = defineAction(NewLevelInput, async (viewer, input) => refreshed(await acceptNewLevel(viewer, input)));
export const undoStepAction = defineAction(UndoInput, async (viewer, input) => refreshed(await undoStep(viewer, input)));
