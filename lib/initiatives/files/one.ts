import "server-only";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import { type Cell, type Table, type TableFilter, whole } from "@/lib/platform/entities/table";
import { INITIATIVE } from "../commands/open-initiative";
import { mayWork } from "../rights";
import { ACTIONS_SHOWN, initiativeIsVisible, UPDATES_SHOWN } from "../rows/queries";

/** The parts of one initiative, one row each: milestones, updates, actions, comments. Null if the viewer may not read it. */
export async function initiativeTable(viewer: Viewer, { initiative: id }: TableFilter): Promise<Table | null> {
  const row = id === undefined ? undefined : await reading(viewer, (tx) => INITIATIVE.load(onTx(tx), viewer, id, false));
  if (row === undefined || !mayWork(viewer, "initiative.read", row)) return null;
  return {
    name: ["Initiative", row.code],
    subject: INITIATIVE.subjectOf(row),
    departmentId: row.departmentId,
    by: ["initiative"],
    columns: ["Row", "Date", "Person", "State", "Text"],
    read: whole(() => reading(viewer, (tx) => partsOf(onTx(tx), viewer, row.id))),
  };
}

/** As COMMENTS_SHOWN of lib/comments, which knows all entities and so is not known here. */
const COMMENTS = 100;

/** As many of each, and in the order, as its page shows them. */
async function partsOf(sql: Sql, viewer: Viewer, id: string): Promise<Cell[][]> {
  const instant = (column: Prisma.Sql) => Prisma.sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const rows = await sql.query<{ cells: Cell[] }>(Prisma.sql`
    SELECT json_build_array(line, on_date, person, state, text) AS cells FROM initiative i CROSS JOIN LATERAL (
      SELECT 1 AS nth, row_number() OVER (ORDER BY m.due_on, m.id) AS n, 'milestone' AS line, m.due_on::text AS on_date, p.name AS person,
        coalesce('done ' || m.done_on, 'open') AS state, m.title AS text
      FROM milestone m LEFT JOIN person p ON p.id = m.owner_id WHERE m.initiative_id = i.id
      UNION ALL (SELECT 2, row_number() OVER (ORDER BY u.at DESC, u.id DESC) AS n, 'update', ${instant(Prisma.sql`u.at`)}, p.name,
        replace(u.judgement::text, '_', ' '), concat_ws(' Obstacle: ', nullif(u.text, ''), nullif(u.obstacle, ''))
      FROM initiative_update u JOIN person p ON p.id = u.author_id WHERE u.initiative_id = i.id ORDER BY n LIMIT ${UPDATES_SHOWN})
      UNION ALL (SELECT 3, row_number() OVER (ORDER BY a.done_on IS NOT NULL, a.done_on DESC, a.due_on, a.id) AS n, 'action', a.due_on::text, p.name,
        coalesce('done ' || a.done_on, 'open'), a.title
      FROM action a JOIN person p ON p.id = a.owner_id WHERE a.subject_type = 'initiative' AND a.subject_id = i.id ORDER BY n LIMIT ${ACTIONS_SHOWN})
      UNION ALL (SELECT 4, -row_number() OVER (ORDER BY c.at DESC, c.id DESC) AS n, 'comment', ${instant(Prisma.sql`c.at`)}, p.name, NULL, c.body
      FROM comment c JOIN person p ON p.id = c.author_id WHERE c.subject_type = 'initiative' AND c.subject_id = i.id ORDER BY n DESC LIMIT ${COMMENTS})
    ) AS parts WHERE i.id = ${id}::uuid AND ${initiativeIsVisible(viewer)} ORDER BY nth, n`);
  return rows.map(({ cells }) => cells);
}
