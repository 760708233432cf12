"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { defineAction } from "@/lib/entry/action";
import { changeKpi, defineKpi } from "@/lib/kpis/commands/define-kpi";
import { previewKpi } from "@/lib/kpis/definition/preview";
import { ChangeKpiInput, DefineKpiInput, PreviewKpiInput } from "@/lib/kpis/definition/schema";

/** A definition shows on its area, its department and everywhere its values go. */
const refresh = () => revalidatePath("/", "layout");

/** Writes nothing: what saving would give, rolled back. */
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
