import type { ReactNode } from "react";

/** Pages for people who are not signed in: one column, without company data. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-sm content-start gap-6 px-4 pt-12 pb-8 md:pt-24">
      <p className="text-table text-muted">COO command center</p>
      {children}
    </main>
  );
}
