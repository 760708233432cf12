"use server";

import { revalidatePath } from "next/cache";
import { defineAction } from "@/lib/entry/action";
import { closePosition, openPosition } from "@/lib/organisation/commands/close-position";
import { addPosition, changePosition } from "@/lib/organisation/commands/position";
import { AddPositionInput, ChangePositionInput, PositionInput } from "@/lib/organisation/schema";

/** The holder of a position owns its KPIs, so their pages change too. */
async function shown<T>(result: Promise<T>): Promise<T> {
  const value = await result;
  revalidatePath("/", "layout");
  return value;
}

export const addPositionAction = defineAction(AddPositionInput, (viewer, input) => shown(addPosition(viewer, input)));
export const changePositionAction = defineAction(ChangePositionInput, (viewer, input) => shown(changePosition(viewer, input)));
export const closePositionAction = defineAction(PositionInput, (viewer, input) => shown(closePosition(viewer, input)));
export const openPositionAction = defineAction(PositionInput, (viewer, input) => shown(openPosition(viewer, input)));
