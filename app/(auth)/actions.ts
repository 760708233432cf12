"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { defineAction, definePublicAction } from "@/lib/action";
import { clientAddress } from "@/lib/auth/address";
import { createFirstAdministrator } from "@/lib/auth/first-administrator";
import { askPasswordReset } from "@/lib/auth/forgot-password";
import { redeemLink } from "@/lib/auth/invitations";
import { FirstAdministratorInput, ForgotPasswordInput, RedeemLinkInput } from "@/lib/auth/schema";
import { closeSession } from "@/lib/auth/session";
import { NothingInput } from "@/lib/people/schema";

export const signOutAction = defineAction(NothingInput, async (): Promise<null> => {
  await closeSession();
  redirect("/sign-in");
});

export const redeemLinkAction = definePublicAction(RedeemLinkInput, redeemLink);

export const createFirstAdministratorAction = definePublicAction(FirstAdministratorInput, createFirstAdministrator);

export const forgotPasswordAction = definePublicAction(ForgotPasswordInput, async (input) =>
  askPasswordReset(input, clientAddress(await headers())),
);
