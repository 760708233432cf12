import { ROLE_WORDS } from "@/lib/people/roles";
import type { Role } from "@/lib/platform/authz/policy";

/** "Department lead of Sales, Viewer of Finance"; a dash if there is none. */
export function Roles({ roles }: { roles: { role: Role; departmentName: string }[] }) {
  if (roles.length === 0) return <span className="text-muted">–</span>;
  return roles.map(({ role, departmentName }) => `${ROLE_WORDS[role].name} of ${departmentName}`).join(", ");
}
