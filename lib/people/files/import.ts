import "server-only";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import type { ImportHooks } from "@/lib/platform/entities/description";
import { checkPeople, guardPeople, notePeople } from "./import-rights";

export const importedPeople = (actor: Viewer | "system"): ImportHooks => ({
  // Whoever set the installation up has a code that was made up then; the list of people brings the real one, and is known by the address.
  meant: Prisma.sql`(SELECT p.id FROM person p WHERE p.email = s.data->>'email' AND p.code ~ '^administrator-[0-9a-f]{8}$'
    AND NOT EXISTS (SELECT FROM import_stage o WHERE o.data->>'email' = s.data->>'email' AND o.line <> s.line))`,
  async check(sql, headerOf) {
    await sql.query(Prisma.sql`
      WITH address AS (
        SELECT id, key AS code, after->>'email' AS email FROM import_ready
        UNION ALL SELECT id, code, email FROM person p WHERE NOT EXISTS (SELECT FROM import_ready n WHERE n.id = p.id)
      )
      INSERT INTO import_rejects SELECT DISTINCT ON (n.line) n.line, ${headerOf("email")}, n.after->>'email', 'the person with the code ''' || a.code || ''' has the same address'
      FROM import_ready n JOIN address a ON a.email = n.after->>'email' AND a.id <> n.id WHERE n.what <> 'same' ORDER BY n.line, a.code`);
    await sql.query(Prisma.sql`INSERT INTO import_rejects SELECT line, ${headerOf("leftOn")}, after->>'left_on', 'the day of leaving is before the day of hiring, ' || (after->>'hired_on')
      FROM import_ready WHERE after->>'left_on' < after->>'hired_on'`);
    await checkPeople(sql, actor, headerOf);
  },
  note: notePeople,
  guard: (sql) => guardPeople(sql, actor),
  usedBy: [
    ["account", "person_id"],
    ["position", "holder_id"],
    ["milestone", "owner_id"],
    ["initiative", "sponsor_id"],
  ],
});
