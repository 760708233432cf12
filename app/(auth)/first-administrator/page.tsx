import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { FirstAdministratorForm } from "@/components/auth/first-administrator-form";
import { findFirstAdministratorLink } from "@/lib/platform/auth/links/first-administrator";
import { token as Token } from "@/lib/platform/auth/schema";
import { createFirstAdministratorAction } from "../actions";

export const metadata: Metadata = { title: "Set up", referrer: "no-referrer" };

/** Exists only while the installation has no administrator, and only with the link from its log. */
export default async function FirstAdministratorRoute({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const token = Token.safeParse((await searchParams).token);
  const link = token.success ? await findFirstAdministratorLink(token.data) : null;
  if (!token.success || !link) notFound();
  return (
    <>
      <div>
        <h1>Set up this installation</h1>
        <p className="mt-1 text-muted">
          You become its administrator: you import data, invite people and give them roles. The administrator role does not read figures.
          You can give yourself a role that does; the audit log records it.
        </p>
      </div>
      <FirstAdministratorForm token={token.data} company={link.company} action={createFirstAdministratorAction} />
    </>
  );
}
