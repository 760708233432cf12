import type { FormActionProp } from "@/components/ui/use-action-form";
import type { PersonAccess } from "@/lib/people/queries";
import { ACCOUNT_WORDS } from "./account-words";
import { VerbForm } from "./forms/verb-form";
import { LinkPanel } from "./link-panel";

type Link = { link: string; purpose: "invitation" | "password_reset"; minutes: number };
type Props = {
  person: PersonAccess;
  makeSignInLinkAction: FormActionProp<Link>;
  disableAccountAction: FormActionProp<{ personId: string }>;
  enableAccountAction: FormActionProp<{ personId: string }>;
  endSessionsAction: FormActionProp<{ ended: number }>;
};

const LINK_LABEL = { none: "Invite", invited: "New invitation link", active: "Password reset link" };

/** Whether the person can sign in, and the actions that change it. */
export function AccountSection({ person, ...actions }: Props) {
  const { account, sessions, verbs, name } = person;
  const fields = { personId: person.id };
  const linkLabel = account === "disabled" || account === "left" ? null : LINK_LABEL[account];
  return (
    <div className="grid gap-3 pt-2">
      <p className="text-table">
        {name}: {ACCOUNT_WORDS[account]}
        {sessions > 0 && `, signed in with ${sessions === 1 ? "one browser" : `${sessions} browsers`}`}.
      </p>
      {verbs.manage && linkLabel !== null && person.email !== null && (
        <LinkPanel personId={person.id} name={name} label={linkLabel} action={actions.makeSignInLinkAction} />
      )}
      {verbs.manage && account === "none" && person.email === null && (
        <p className="text-table text-muted">To invite {name}, enter an e-mail below first.</p>
      )}
      <div className="flex flex-wrap items-start gap-2">
        {verbs.revoke && sessions > 0 && (
          <VerbForm
            action={actions.endSessionsAction}
            fields={fields}
            label="End all sessions"
            confirm={`${name} is signed out of every browser and can sign in again.`}
          />
        )}
        {verbs.manage && !person.self && (account === "active" || account === "invited") && (
          <VerbForm
            action={actions.disableAccountAction}
            fields={fields}
            label="Disable account"
            tone="danger"
            confirm={`${name} is signed out everywhere and cannot sign in until somebody enables the account. Roles are kept.`}
          />
        )}
        {verbs.manage && account === "disabled" && <VerbForm action={actions.enableAccountAction} fields={fields} label="Enable account" />}
      </div>
    </div>
  );
}
