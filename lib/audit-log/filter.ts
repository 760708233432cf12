import type { AuditAction } from "@/lib/platform/audit/actions";
import { ACTION_WORDS } from "./words";

/** Filter for the audit log. Everything null: all of it. */
export type AuditFilter = {
  /** Part of the actor's name. */
  person: string | null;
  action: AuditAction | null;
  /** A subject's id, or part of its name. */
  subject: string | null;
  /** Entries older than this id. */
  before: string | null;
};

const isAction = (value: string): value is AuditAction => Object.hasOwn(ACTION_WORDS, value);

/** Reads a query string; invalid parts are ignored, so that an old link still shows something. */
export function readAuditFilter(asked: Readonly<Record<string, string | string[] | undefined>>): AuditFilter {
  const one = (key: string) => {
    const value = asked[key];
    const text = typeof value === "string" ? value.trim() : "";
    return text === "" || text.length > 100 || /\p{Cc}|\p{Cs}/u.test(text) ? null : text;
  };
  const action = one("action");
  const before = one("before");
  return {
    person: one("person"),
    action: action !== null && isAction(action) ? action : null,
    subject: one("subject"),
    before: before !== null && /^[1-9]\d{0,17}$/.test(before) ? before : null,
  };
}

/** The same as a query string, with another `before`. */
export function auditQuery(filter: AuditFilter, before: string | null): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries({ ...filter, before })) if (value !== null) query.set(key, value);
  return query.size === 0 ? "/audit" : `/audit?${query}`;
}
