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
  explainSignal,
  leaveSignal,
} from "@/lib/signals/commands/steps";
import { undoStep } from "@/lib/signals/commands/undo";
import {
  AcceptInput,
  AcknowledgeInput,
  AskAgainInput,
  AskInput,
  AssignInput,
  EscalateInput,
  ExplainInput,
  LeaveInput,
  NewLevelInput,
  UndoInput,
} from "@/lib/signals/schema";
import { leaveItem, undoLeaveItem } from "@/lib/today/leave-item";
import { LeaveItemInput, UndoLeaveItemInput } from "@/lib/today/leave-schema";

/** Signals are counted on every page, so all are drawn again. */
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
export const leaveSignalAction = defineAction(LeaveInput, async (viewer, input) => refreshed(await leaveSignal(viewer, input)));
export const leaveItemAction = defineAction(LeaveItemInput, async (viewer, input) => refreshed(await leaveItem(viewer, input)));
export const undoLeaveItemAction = defineAction(UndoLeaveItemInput, async (viewer, input) => refreshed(await undoLeaveItem(viewer, input)));
export const acceptNewLevelAction = defineAction(NewLevelInput, async (viewer, input) => refreshed(await acceptNewLevel(viewer, input)));
export const undoStepAction = defineAction(UndoInput, async (viewer, input) => refreshed(await undoStep(viewer, input)));
