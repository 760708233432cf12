import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { ACCOUNT_WORDS } from "@/components/people/account-words";
import { AddPersonDialog } from "@/components/people/forms/add-person-form";
import { PeopleFilter } from "@/components/people/people-filter";
import { Roles } from "@/components/people/roles";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { RowHeader, Table, Td, Th } from "@/components/ui/table";
import { firstChoices } from "@/lib/choices/queries";
import { id, optionalText } from "@/lib/fields";
import { listPeople } from "@/lib/people/queries";
import { requireViewer } from "@/lib/platform/auth/session";
import { canSomewhere } from "@/lib/platform/authz/policy";
import { addPersonAction } from "./actions";

export const metadata: Metadata = { title: "People and access" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function PeopleRoute({ searchParams }: Props) {
  const viewer = await requireViewer();
  const asked = await searchParams;
  const q = optionalText(100).safeParse(asked.q).data ?? "";
  const departmentId = id.safeParse(asked.department).data ?? null;
  const people = await listPeople(viewer, { q, departmentId });
  if (!people) notFound();
  const departments = await firstChoices(viewer, "access-read", departmentId);
  const { rows, total } = people;
  return (
    <>
      <PageHeader
        title="People and access"
        actions={canSomewhere(viewer, "person.manage") && <AddPersonDialog action={addPersonAction} />}
      />
      <SettingsTabs viewer={viewer} current="/settings/people" />
      <PeopleFilter q={q} departmentId={departmentId} departments={departments} />
      <Section
        title="Directory"
        count={total}
        {...(total > rows.length && { caption: `the first ${rows.length} of ${total} by name; filter to see the others` })}
      >
        {rows.length === 0 ? (
          <EmptyState>No matches. Try another name, or all departments.</EmptyState>
        ) : (
          <Table label="People and their access">
            <thead>
              <tr>
                <Th>Name</Th>
                <Th className="max-md:hidden">Job title</Th>
                <Th className="max-md:hidden">Department</Th>
                <Th>Roles</Th>
                <Th>Account</Th>
              </tr>
            </thead>
            <tbody>
              {rows.map((person) => (
                <tr key={person.id}>
                  <RowHeader>
                    <Link
                      href={`/settings/people/${person.id}`}
                      className="inline-block py-1 underline-offset-2 hover:underline max-md:py-3"
                    >
                      {person.name}
                    </Link>
                    <span className="block pb-1 text-caption font-normal text-muted md:hidden">
                      {[person.jobTitle, person.departmentName].filter(Boolean).join(", ")}
                    </span>
                  </RowHeader>
                  <Td className="max-md:hidden">{person.jobTitle ?? "–"}</Td>
                  <Td className="max-md:hidden">{person.departmentName ?? "–"}</Td>
                  <Td>
                    <Roles roles={person.roles} />
                  </Td>
                  <Td className={person.account === "active" ? "" : "text-muted"}>{ACCOUNT_WORDS[person.account]}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </Section>
    </>
  );
}
