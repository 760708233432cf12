"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { defineAction } from "@/lib/entry/action";
import { CheckUploadInput, ReadUploadInput, RunUploadInput, SaveMappingInput, UndoImportInput, UploadInput } from "@/lib/imports/schema";
import { undoImport } from "@/lib/imports/undo/undo";
import { askCancel, askCheck, askRun, readUpload, removeUpload, saveMapping } from "@/lib/imports/uploads/commands";

/** Imported data may appear on every page. */
const refresh = () => revalidatePath("/", "layout");

export const readUploadAction = defineAction(ReadUploadInput, async (viewer, input) => {
  const saved = await readUpload(viewer, input);
  refresh();
  return saved;
});

export const checkUploadAction = defineAction(CheckUploadInput, async (viewer, input) => {
  const asked = await askCheck(viewer, input);
  refresh();
  return asked;
});

export const runUploadAction = defineAction(RunUploadInput, async (viewer, input) => {
  const asked = await askRun(viewer, input);
  refresh();
  return asked;
});

export const cancelUploadAction = defineAction(UploadInput, async (viewer, input) => {
  const asked = await askCancel(viewer, input);
  refresh();
  return asked;
});

export const removeUploadAction = defineAction(UploadInput, async (viewer, input): Promise<{ removed: string }> => {
  await removeUpload(viewer, input);
  refresh();
  redirect("/data");
});

export const saveMappingAction = defineAction(SaveMappingInput, async (viewer, input) => {
  const saved = await saveMapping(viewer, input);
  refresh();
  return saved;
});

export const undoImportAction = defineAction(UndoImportInput, async (viewer, input) => {
  const undone = await undoImport(viewer, input.importId);
  refresh();
  return undone;
});
