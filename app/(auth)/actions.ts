"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { defineAction, definePublicAction } from "@/lib/action";
import { clientAddress, networkOf } from "@/lib/auth/address";
import { doors } from "@/lib/auth/door";
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

const inTurn = async <T>(run: () => Promise<T>): Promise<T> => {
  const network = networkOf(clientAddress(await headers()));
  return doors.links.enter(network === null ? [] : [{ key: network, most: 5 }], run);
};

export const redeemLinkAction = definePublicAction(RedeemLinkInput, (input) => inTurn(() => redeemLink(input)));

export const createFirstAdministratorAction = definePublicAction(FirstAdministratorInput, (input) =>
  inTurn(() => createFirstAdministrator(input)),
);

export const forgotPasswordAction = definePublicAction(ForgotPasswordInput, async (input) =>
  askPasswordReset(input, clientAddress(await headers())),
);
