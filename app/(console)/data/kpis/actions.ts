"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { defineAction } from "@/lib/entry/action";
import { changeKpi, defineKpi } from "@/lib/kpis/commands/define-kpi";
import { previewKpi } from "@/lib/kpis/definition/preview";
import { ChangeKpiInput, DefineKpiInput, PreviewKpiInput } from "@/lib/kpis/definition/schema";

/** A definition appears on its area, its department and wherever its values are used. */
const refresh = () => revalidatePath("/", "layout");

/** Saves nothing: shows the result of saving, then rolls back. */
export const previewKpiAction = defineAction(PreviewKpiInput, (viewer, input) => previewKpi(viewer, input));

export const defineKpiAction = defineAction(DefineKpiInput, async (viewer, input): Promise<{ id: string }> => {
  const { id } = await defineKpi(viewer, input);
  refresh();
  redirect(`/kpis/${id}`);
});

export const changeKpiAction = defineAction(ChangeKpiInput, async (viewer, input): Promise<{ version: number }> => {
  await changeKpi(viewer, input);
  refresh();
  redirect(`/kpis/${input.kpiId}`);
});
