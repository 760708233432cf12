"use server";

import { redirect } from "next/navigation";
import { defineAction, definePublicAction } from "@/lib/action";
import { createFirstAdministrator } from "@/lib/auth/first-administrator";
import { redeemLink } from "@/lib/auth/invitations";
import { FirstAdministratorInput, RedeemLinkInput } from "@/lib/auth/schema";
import { closeSession } from "@/lib/auth/session";
import { NothingInput } from "@/lib/people/schema";

export const signOutAction = defineAction(NothingInput, async (): Promise<null> => {
  await closeSession();
  redirect("/sign-in");
});

export const redeemLinkAction = definePublicAction(RedeemLinkInput, redeemLink);

export const createFirstAdministratorAction = definePublicAction(FirstAdministratorInput, createFirstAdministrator);
