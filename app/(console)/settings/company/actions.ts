"use server";

import { revalidatePath } from "next/cache";
import { defineAction } from "@/lib/entry/action";
import { changeCompany } from "@/lib/settings/commands";
import { CompanyInput, SignalClockInput } from "@/lib/settings/schema";
import { changeSignalClock } from "@/lib/settings/signal-clock";

export const changeCompanyAction = defineAction(CompanyInput, async (viewer, input) => {
  const { version } = await changeCompany(viewer, input);
  revalidatePath("/", "layout"); // its name is at the top of every page
  return { version };
});

export const changeSignalClockAction = defineAction(SignalClockInput, async (viewer, input) => {
  await changeSignalClock(viewer, input);
  revalidatePath("/settings/company");
  return null;
});
