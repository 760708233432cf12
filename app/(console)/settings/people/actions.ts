"use server";

import { revalidatePath } from "next/cache";
import { defineAction } from "@/lib/entry/action";
import { disableAccount, enableAccount, endSessions, makeSignInLink } from "@/lib/people/commands/account";
import { endGrant, giveGrant } from "@/lib/people/commands/grant";
import { recordLeaving, revertLeaving } from "@/lib/people/commands/leaving";
import { addPerson, changePerson } from "@/lib/people/commands/person";
import {
  AddPersonInput,
  ChangePersonInput,
  EndGrantInput,
  GiveGrantInput,
  LeaveInput,
  PersonInput,
  ReturnInput,
} from "@/lib/people/schema";

/** A change of access can affect every page, including the navigation. */
async function shown<T>(result: Promise<T>): Promise<T> {
  const value = await result;
  revalidatePath("/", "layout");
  return value;
}

export const addPersonAction = defineAction(AddPersonInput, (viewer, input) => shown(addPerson(viewer, input)));
export const changePersonAction = defineAction(ChangePersonInput, (viewer, input) => shown(changePerson(viewer, input)));
export const recordLeavingAction = defineAction(LeaveInput, (viewer, input) => shown(recordLeaving(viewer, input)));
export const revertLeavingAction = defineAction(ReturnInput, (viewer, input) => shown(revertLeaving(viewer, input)));
export const giveGrantAction = defineAction(GiveGrantInput, (viewer, input) => shown(giveGrant(viewer, input)));
export const endGrantAction = defineAction(EndGrantInput, (viewer, input) => shown(endGrant(viewer, input)));
export const makeSignInLinkAction = defineAction(PersonInput, (viewer, input) => shown(makeSignInLink(viewer, input)));
export const disableAccountAction = defineAction(PersonInput, (viewer, input) => shown(disableAccount(viewer, input)));
export const enableAccountAction = defineAction(PersonInput, (viewer, input) => shown(enableAccount(viewer, input)));
export const endSessionsAction = defineAction(PersonInput, (viewer, input) => shown(endSessions(viewer, input)));
