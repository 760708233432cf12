"use server";

import { revalidatePath } from "next/cache";
import { NothingInput } from "@/lib/people/schema";
import { askTestMail } from "@/lib/platform/mail/test-mail";
import { defineAction } from "@/lib/platform/web/action";

export const askTestMailAction = defineAction(NothingInput, async (viewer) => {
  const asked = await askTestMail(viewer);
  revalidatePath("/settings/background");
  return asked;
});
