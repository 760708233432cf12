"use server";

import { revalidatePath } from "next/cache";
import { defineAction } from "@/lib/action";
import { askTestMail } from "@/lib/mail/test-mail";
import { NothingInput } from "@/lib/people/schema";

export const askTestMailAction = defineAction(NothingInput, async (viewer) => {
  const asked = await askTestMail(viewer);
  revalidatePath("/settings/background");
  return asked;
});
