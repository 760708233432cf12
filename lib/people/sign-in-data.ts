import { can } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";

/** A person's sign-in: their department, whether they have an account, and the departments they have roles on. */
export type SignsIn = { departmentId: string | null; hasAccount: boolean; grantedOn: readonly string[] };

/**
 * Whether `actor` may change somebody's e-mail and leaving date. Whoever controls the address can take over the account with a mailed
 * reset, and with it every role. So for somebody with an account or a role, the actor must manage people in that person's department and
 * give roles wherever theirs reach. For anybody else in the directory, these are ordinary details like the name. The installation itself,
 * on its machine's command line, may always.
 *
 * Names, codes, job titles, departments and positions are not sign-in data: they give nobody a role, and links stop working with a move
 * (prisma/migrations).
 */
export function mayChangeSignIn(actor: Viewer | "system", person: SignsIn): boolean {
  if (actor === "system") return true;
  if (!person.hasAccount && person.grantedOn.length === 0) return true;
  return (
    can(actor, "person.manage", { departmentId: person.departmentId }) &&
    person.grantedOn.every((departmentId) => can(actor, "grant.change", { departmentId }))
  );
}
