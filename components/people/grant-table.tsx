import { EmptyState } from "@/components/ui/empty-state";
import { RowHeader, Table, Td, Th } from "@/components/ui/table";
import type { FormActionProp } from "@/components/ui/use-action-form";
import { formatInstant } from "@/lib/format";
import type { PersonGrant } from "@/lib/people/queries";
import { ROLE_WORDS } from "@/lib/people/roles";
import { VerbForm } from "./forms/verb-form";

type Props = { grants: PersonGrant[]; personName: string; timeZone: string; endGrantAction: FormActionProp<{ personId: string }> };

export function GrantTable({ grants, personName, timeZone, endGrantAction }: Props) {
  if (grants.length === 0) return <EmptyState>{personName} has no role and cannot see any business data.</EmptyState>;
  const mayEnd = grants.some((grant) => grant.mayEnd);
  return (
    <Table label={`Roles of ${personName}`}>
      <thead>
        <tr>
          <Th>Role</Th>
          <Th>Department</Th>
          <Th className="max-md:hidden">What it gives</Th>
          <Th className="max-md:hidden">Given</Th>
          {mayEnd && (
            <Th>
              <span className="sr-only">End</span>
            </Th>
          )}
        </tr>
      </thead>
      <tbody>
        {grants.map((grant) => (
          <tr key={grant.id}>
            <RowHeader>{ROLE_WORDS[grant.role].name}</RowHeader>
            <Td>{grant.departmentName}</Td>
            <Td className="text-muted max-md:hidden">{ROLE_WORDS[grant.role].gives}</Td>
            <Td className="whitespace-nowrap text-muted max-md:hidden">
              {formatInstant(grant.grantedAt, timeZone, "medium")}
              {grant.grantedBy !== null && ` by ${grant.grantedBy}`}
            </Td>
            {mayEnd && (
              <Td>
                {grant.mayEnd && (
                  <VerbForm
                    action={endGrantAction}
                    fields={{ grantId: grant.id }}
                    label="End role"
                    tone="danger"
                    confirm={`${personName} loses the role ${ROLE_WORDS[grant.role].name} on ${grant.departmentName} from their next request on.`}
                  />
                )}
              </Td>
            )}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
