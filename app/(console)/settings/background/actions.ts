"use server";

import { revalidatePath } from "next/cache";
import { defineAction } from "@/lib/entry/action";
import { NothingInput } from "@/lib/people/schema";
import { askTestMail } from "@/lib/platform/mail/test-mail";

export const askTestMailAction = defineAction(NothingInput, async (viewer) => {
  const asked = await askTestMail(viewer);
  revalidatePath("/settings/background");
  return asked;
});
