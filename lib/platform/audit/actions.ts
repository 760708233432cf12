/** Audit actions without an entity description, as "<subject>.<verb>"; the others are in the entity descriptions (lib/entities/words.ts). */
export const AUDIT_ACTIONS = {
  "access.denied": "was refused",
  "session.start": "signed in",
  "session.fail": "failed to sign in",
  "sign-in.flood": "noticed many failed sign-ins",
  "session.end": "signed out",
  "session.revoke": "ended sessions",
  "account.create": "created an account",
  "account.link": "made a sign-in link",
  "account.disable": "disabled an account",
  "account.enable": "enabled an account",
  "account.password": "set a password",
  "account.address": "changed somebody’s sign-in",
  "account.recover": "recovered the administrator",
  "grant.give": "granted access",
  "grant.end": "ended access",
  "today.leave": "snoozed work",
  "today.undo": "undid snoozing work",
  "comment.resolve": "resolved a comment",
  "delegation.give": "named a deputy",
  "delegation.end": "ended a delegation",
  "data.export": "exported figures",
  "comment.write": "commented",
  "installation.start": "set up the installation",
  "company.change": "changed the company",
  "backup.make": "made a backup",
  "backup.restore": "restored a backup",
} as const;

/** Written as "<subject>.<verb>"; a test checks that screens have a name for each. */
export type AuditAction = `${string}.${string}`;
