import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "@/components/auth/sign-in-form";
import { env } from "@/lib/env";
import { DEMONSTRATION_PASSWORD, DEMONSTRATION_SIGN_INS } from "@/lib/platform/auth/demonstration";
import { nextPath } from "@/lib/platform/auth/next-path";
import { currentViewer } from "@/lib/platform/auth/session";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInRoute({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const next = nextPath((await searchParams).next);
  if (await currentViewer()) redirect(next);
  const demonstration = env.DEMO === "1" ? { password: DEMONSTRATION_PASSWORD, signIns: DEMONSTRATION_SIGN_INS } : null;
  return (
    <>
      <h1>Sign in</h1>
      <SignInForm next={next} demonstration={demonstration} />
    </>
  );
}
