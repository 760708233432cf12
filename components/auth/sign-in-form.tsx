"use client";

import Link from "next/link";
import { signIn } from "next-auth/react";
import { type FormEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { InputField } from "@/components/ui/field";

type Demonstration = { password: string; signIns: { email: string; who: string }[] };
/** next: where to go after sign-in, a path of this site that the server has checked. */
type Props = { next: string; demonstration: Demonstration | null };

const REFUSED = "Wrong e-mail or password.";
const NO_ANSWER = "Sign-in is not available at the moment. Try again in a minute.";

export function SignInForm({ next, demonstration }: Props) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState("");
  const [pending, setPending] = useState(false);
  const submitRef = useRef<HTMLButtonElement>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setProblem("");
    setPending(true);
    // Only a clear refusal is shown as a wrong password; any other failure is named as such.
    const answer = await signIn("credentials", { email: email.trim(), password, redirect: false }).catch(() => null);
    if (answer?.ok && !answer.error) {
      window.location.assign(next); // a full page load: nothing fetched for somebody else is shown again
      return;
    }
    setPending(false);
    const said = answer?.error === "CredentialsSignin" ? REFUSED : answer?.status === 429 ? answer.error : null;
    setProblem(said ?? NO_ANSWER);
  }

  function fill(chosen: string) {
    setEmail(chosen);
    setPassword(demonstration?.password ?? "");
    setProblem("");
    submitRef.current?.focus();
  }

  return (
    <>
      <form method="post" onSubmit={submit} className="grid gap-4" aria-busy={pending}>
        <InputField
          id="email"
          name="email"
          type="email"
          label="E-mail"
          autoComplete="username"
          required
          maxLength={200}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <InputField
          id="password"
          name="password"
          type="password"
          label="Password"
          autoComplete="current-password"
          required
          maxLength={200}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <p role="alert" className="text-table font-medium text-bad empty:hidden">
          {problem}
        </p>
        <Button ref={submitRef} type="submit" tone="primary" disabled={pending} className="md:h-8 md:text-table">
          {pending ? "Signing in…" : "Sign in"}
        </Button>
      </form>
      <Link href="/forgot-password" className="justify-self-start py-3 text-table underline underline-offset-2 md:py-0">
        Forgot your password?
      </Link>
      {demonstration && <DemonstrationList {...demonstration} fill={fill} />}
    </>
  );
}

function DemonstrationList({ password, signIns, fill }: Demonstration & { fill: (email: string) => void }) {
  return (
    <section aria-label="Demonstration sign-ins" className="border-t pt-4">
      <h2 className="text-body font-semibold">Demonstration</h2>
      <p className="mt-1 text-table text-muted">
        Choose one to fill in the form. Password of all: <code className="whitespace-nowrap font-sans font-medium text-fg">{password}</code>
      </p>
      <ul className="mt-2">
        {signIns.map(({ email, who }) => (
          <li key={email} className="border-b">
            <button
              type="button"
              onClick={() => fill(email)}
              className="flex min-h-11 w-full cursor-pointer flex-col justify-center text-left text-table hover:bg-surface"
            >
              <span className="font-medium">{who}</span>
              <span className="text-caption text-muted">{email}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
