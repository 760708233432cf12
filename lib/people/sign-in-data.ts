import { can } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";

/** Whose sign-in it is: where they belong, whether they have an account, and on which departments they hold roles. */
export type SignsIn = { departmentId: string | null; hasAccount: boolean; grantedOn: readonly string[] };

/**
 * Whether `actor` may change what somebody signs in by, and until when: their e-mail and their day of leaving. Whoever holds the address holds
 * the account, by a mailed reset, and with it every role. So, of somebody who has an account or a role, only who manages people where that
 * person belongs and gives roles wherever theirs reach. Of anybody else in the directory it is a fact like their name. The installation
 * itself, on the command line of its machine, may.
 *
 * Names, codes, job titles, departments and seats are no sign-in data: they give nobody a role, and links die with a move (prisma/migrations).
 */
export function mayChangeSignIn(actor: Viewer | "system", person: SignsIn): boolean {
  if (actor === "system") return true;
  if (!person.hasAccount && person.grantedOn.length === 0) return true;
  return (
    can(actor, "person.manage", { departmentId: person.departmentId }) &&
    person.grantedOn.every((departmentId) => can(actor, "grant.change", { departmentId }))
  );
}
