import "server-only";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import type { ImportHooks } from "@/lib/platform/entities/description";
import { rejectTooDeep } from "./import-depth";
import { checkDepartments, guardDepartments } from "./import-rights";

/** The company is the one department without a parent. */
export const importedDepartments = (actor: Viewer | "system"): ImportHooks => ({
  async check(sql, headerOf) {
    await sql.query(Prisma.sql`
      WITH root AS (
        SELECT id, key AS code FROM import_ready WHERE after->>'parent_id' IS NULL
        UNION ALL SELECT id, code FROM department d WHERE parent_id IS NULL AND NOT EXISTS (SELECT FROM import_ready n WHERE n.id = d.id)
      )
      INSERT INTO import_rejects SELECT n.line, ${headerOf("parent")}, '', 'only the company itself has no parent, and ''' || (SELECT min(o.code) FROM root o WHERE o.id <> n.id) || ''' has none either'
      FROM import_ready n WHERE n.after->>'parent_id' IS NULL AND n.what <> 'same' AND (SELECT count(*) FROM root) > 1`);
    await rejectTooDeep(sql, headerOf("parent"));
    await checkDepartments(sql, actor, headerOf("parent"));
  },
  guard: (sql) => guardDepartments(sql, actor),
});
