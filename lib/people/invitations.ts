import "server-only";
import { realNow } from "@/lib/clock";
import { can, canSomewhere } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";

export type Invitation = {
  personId: string;
  name: string;
  email: string;
  purpose: "invitation" | "password_reset";
  state: "pending" | "used" | "expired";
  /**
   * Instant, ISO: when it was used, expired or will expire. Null: it expired so long ago that it is no longer stored, or a change of the
   * account ended it.
   */
  at: string | null;
};

const SHOWN = 200;

/**
 * The latest link of everybody in the viewer's reach who has not set a password with it, or did so within the last day; open ones first.
 * Null for somebody who may not manage people. The links themselves are not stored, only that they exist.
 */
export async function listInvitations(viewer: Viewer): Promise<Invitation[] | null> {
  if (!canSomewhere(viewer, "person.manage")) return null;
  type Row = Omit<Invitation, "state"> & { used: boolean; departmentId: string | null };
  // Accounts and links are tables of the sign-in; the people the viewer manages are selected below.
  const rows = await reading("system", (tx) =>
    onTx(tx).query<Row>(Prisma.sql`
      SELECT p.id::text AS "personId", p.name, coalesce(p.email, '') AS email, p.department_id::text AS "departmentId",
        coalesce(t.purpose::text, 'invitation') AS purpose, t.used_at IS NOT NULL AS used, to_json(coalesce(t.used_at, t.expires_at))#>>'{}' AS at
      FROM account a JOIN person p ON p.id = a.person_id
      LEFT JOIN LATERAL (SELECT * FROM one_time_token t
        WHERE t.person_id = a.person_id AND (t.used_at IS NOT NULL OR t.rights_version = a.rights_version) ORDER BY t.created_at DESC LIMIT 1) t ON true
      WHERE a.disabled_at IS NULL AND (a.password_hash IS NULL OR t.token_hash IS NOT NULL)
      ORDER BY (t.used_at IS NULL AND t.expires_at > ${realNow()}::timestamptz) DESC, t.created_at DESC NULLS LAST, lower(p.name), p.id LIMIT ${SHOWN}`),
  );
  const now = realNow().getTime();
  return rows
    .filter((row) => can(viewer, "person.manage", { departmentId: row.departmentId }))
    .map(({ used, departmentId: _, ...row }) => ({
      ...row,
      state: used ? "used" : row.at !== null && Date.parse(row.at) > now ? "pending" : "expired",
    }));
}
