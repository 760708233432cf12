"use server";

import { revalidatePath } from "next/cache";
import { endDelegation, giveDelegation } from "@/lib/delegations/commands";
import { EndDelegationInput, GiveDelegationInput } from "@/lib/delegations/schema";
import { defineAction } from "@/lib/entry/action";
import { endSessions } from "@/lib/people/commands/account";
import { changePassword } from "@/lib/people/commands/own-password";
import { ChangePasswordInput, NothingInput } from "@/lib/people/schema";
import { currentSid } from "@/lib/platform/auth/session";
import { changeOwnSettings } from "@/lib/settings/own";
import { OwnSettingsInput } from "@/lib/settings/schema";

export const changePasswordAction = defineAction(ChangePasswordInput, async (viewer, input) => {
  const changed = await changePassword(viewer, await currentSid(), input);
  revalidatePath("/settings/account");
  return changed;
});

/** This session ends with the others; the next request goes to the sign-in page. */
export const endOwnSessionsAction = defineAction(NothingInput, async (viewer) => {
  const ended = await endSessions(viewer, { personId: viewer.personId });
  revalidatePath("/", "layout");
  return ended;
});

export const changeOwnSettingsAction = defineAction(OwnSettingsInput, async (viewer, input) => {
  await changeOwnSettings(viewer, input);
  revalidatePath("/", "layout"); // single keys work on every list
  return null;
});

/** The deputy's open work is counted in the frame of every page. */
export const giveDelegationAction = defineAction(GiveDelegationInput, async (viewer, input) => {
  const given = await giveDelegation(viewer, input);
  revalidatePath("/", "layout");
  return given;
});

export const endDelegationAction = defineAction(EndDelegationInput, async (viewer, input) => {
  const ended = await endDelegation(viewer, input);
  revalidatePath("/", "layout");
  return ended;
});
