"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { defineAction, definePublicAction } from "@/lib/entry/action";
import { NothingInput } from "@/lib/people/schema";
import { createFirstAdministrator } from "@/lib/platform/auth/links/first-administrator";
import { askPasswordReset } from "@/lib/platform/auth/links/forgot-password";
import { redeemLink } from "@/lib/platform/auth/links/invitations";
import { FirstAdministratorInput, ForgotPasswordInput, RedeemLinkInput } from "@/lib/platform/auth/schema";
import { closeSession } from "@/lib/platform/auth/session";
import { clientAddress, networkOf } from "@/lib/platform/auth/sign-in/address";
import { limiters } from "@/lib/platform/auth/sign-in/limiter";

export const signOutAction = defineAction(NothingInput, async (): Promise<null> => {
  await closeSession();
  redirect("/sign-in");
});

const amongFew = async <T>(run: () => Promise<T>): Promise<T> => {
  const network = networkOf(clientAddress(await headers()));
  return limiters.links.enter(network === null ? [] : [{ key: network, most: 5 }], run);
};

export const redeemLinkAction = definePublicAction(RedeemLinkInput, (input) => amongFew(() => redeemLink(input)));

export const createFirstAdministratorAction = definePublicAction(FirstAdministratorInput, (input) =>
  amongFew(() => createFirstAdministrator(input)),
);

export const forgotPasswordAction = definePublicAction(ForgotPasswordInput, async (input) =>
  askPasswordReset(input, clientAddress(await headers())),
);
