import Link from "next/link";
import { LinkPanel } from "@/components/people/link-panel";
import { RowHeader, Table, Td, Th } from "@/components/ui/table";
import type { FormActionProp } from "@/components/ui/use-action-form";
import { formatAge, formatAgo } from "@/lib/format";
import type { Invitation } from "@/lib/people/invitations";

const STATE = { pending: "waits", used: "used", expired: "expired" } as const;
const PURPOSE = { invitation: "invitation", password_reset: "new password" } as const;

type Props = {
  invitations: readonly Invitation[];
  /** real time, ISO */
  now: string;
  action: FormActionProp<{ link: string; purpose: "invitation" | "password_reset"; minutes: number }>;
};

/** People who were given a link to set a password, and whether they used it. */
export function InvitationTable({ invitations, now, action }: Props) {
  const when = ({ state, at }: Invitation) => {
    if (at === null) return STATE[state];
    if (state === "pending") return `open, ${formatAge(now, at)} left`;
    return `${STATE[state]} ${formatAgo(at, now)}`;
  };
  return (
    <Table label="Invitations">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th className="max-md:hidden">For</Th>
          <Th>State</Th>
          <Th>New link</Th>
        </tr>
      </thead>
      <tbody>
        {invitations.map((row) => (
          <tr key={row.personId}>
            <RowHeader>
              <Link href={`/settings/people/${row.personId}`} className="inline-block py-1 underline-offset-2 hover:underline max-md:py-3">
                {row.name}
              </Link>
              <span className="block pb-1 text-caption font-normal text-muted">{row.email}</span>
            </RowHeader>
            <Td className="max-md:hidden">{PURPOSE[row.purpose]}</Td>
            <Td className={row.state === "expired" ? "text-bad" : ""}>{when(row)}</Td>
            <Td>{row.state !== "used" && <LinkPanel personId={row.personId} name={row.name} label="Make a new link" action={action} />}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
