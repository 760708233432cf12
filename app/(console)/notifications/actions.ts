"use server";

import { revalidatePath } from "next/cache";
import { defineAction } from "@/lib/entry/action";
import { MarkAllReadInput, MarkReadInput, markAllRead, markRead } from "@/lib/platform/notices/commands";

export const markReadAction = defineAction(MarkReadInput, async (viewer, input) => {
  await markRead(viewer, input);
  revalidatePath("/", "layout"); // the bell is on every page
  return null;
});

export const markAllReadAction = defineAction(MarkAllReadInput, async (viewer, input) => {
  await markAllRead(viewer, input);
  revalidatePath("/", "layout");
  return null;
});
