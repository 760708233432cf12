"use server";

import { revalidatePath } from "next/cache";
import { defineAction } from "@/lib/entry/action";
import { closeDepartment, openDepartment } from "@/lib/organisation/commands/close-department";
import { addDepartment, changeDepartment } from "@/lib/organisation/commands/department";
import { AddDepartmentInput, ChangeDepartmentInput, DepartmentInput } from "@/lib/organisation/schema";

/** The list of departments affects every page, and what people may see. */
async function shown<T>(result: Promise<T>): Promise<T> {
  const value = await result;
  revalidatePath("/", "layout");
  return value;
}

export const addDepartmentAction = defineAction(AddDepartmentInput, (viewer, input) => shown(addDepartment(viewer, input)));
export const changeDepartmentAction = defineAction(ChangeDepartmentInput, (viewer, input) => shown(changeDepartment(viewer, input)));
export const closeDepartmentAction = defineAction(DepartmentInput, (viewer, input) => shown(closeDepartment(viewer, input)));
export const openDepartmentAction = defineAction(DepartmentInput, (viewer, input) => shown(openDepartment(viewer, input)));
