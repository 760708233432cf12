"use server";

import { revalidatePath } from "next/cache";
import { defineAction } from "@/lib/entry/action";
import { addAnnotation } from "@/lib/kpis/commands/add-annotation";
import { recordMeasurement } from "@/lib/kpis/commands/record-measurement";
import { setTarget } from "@/lib/kpis/commands/set-target";
import { watchKpi } from "@/lib/kpis/commands/watch";
import { AddAnnotationInput, RecordMeasurementInput, SetTargetInput, WatchKpiInput } from "@/lib/kpis/schema";

/** Every page may show the KPI's summary, so all of them are refreshed. */
const refresh = () => revalidatePath("/", "layout");

export const recordMeasurementAction = defineAction(RecordMeasurementInput, async (viewer, input) => {
  const saved = await recordMeasurement(viewer, input);
  refresh();
  return saved;
});

export const setTargetAction = defineAction(SetTargetInput, async (viewer, input) => {
  const saved = await setTarget(viewer, input);
  refresh();
  return saved;
});

export const addAnnotationAction = defineAction(AddAnnotationInput, async (viewer, input) => {
  const saved = await addAnnotation(viewer, input);
  refresh();
  return saved;
});

export const watchKpiAction = defineAction(WatchKpiInput, async (viewer, input) => {
  const saved = await watchKpi(viewer, input);
  refresh();
  return saved;
});
