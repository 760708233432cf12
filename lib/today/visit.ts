import "server-only";
import { now } from "@/lib/clock";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { VISIT_MINUTES } from "./words";

/**
 * Notes that the viewer looked at Today, at most once a minute, and at the start of a new visit, when the previous one ended. It is the
 * viewer's own note, like a session's last use: no business data changes and nothing is audited.
 */
export async function noteVisit(viewer: Viewer): Promise<void> {
  const at = Prisma.sql`${now()}::timestamptz`;
  await writing(viewer, (tx) =>
    onTx(tx).query(Prisma.sql`
      INSERT INTO person_setting AS p (person_id, today_seen_at) VALUES (${viewer.personId}::uuid, ${at})
      ON CONFLICT (person_id) DO UPDATE SET today_seen_at = excluded.today_seen_at,
        today_before_at = CASE WHEN excluded.today_seen_at > p.today_seen_at + make_interval(mins => ${VISIT_MINUTES}) THEN p.today_seen_at ELSE p.today_before_at END
      WHERE p.today_seen_at IS NULL OR p.today_seen_at > excluded.today_seen_at OR p.today_seen_at < excluded.today_seen_at - interval '1 minute'`),
  );
}
