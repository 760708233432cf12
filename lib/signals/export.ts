import "server-only";
import { readable } from "@/lib/platform/authz/readable";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import type { Cell, Table, TableFilter } from "@/lib/platform/entities/table";
import { foundBy } from "@/lib/statistics/charts/rules";

const BATCH = 200;
/** Beyond every id. */
const NEWEST = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** Every signal with its history, a row for each step, the newest signal first; of one KPI, one department, or all the viewer may read. */
export function signalsTable(viewer: Viewer, { kpi, department, state }: TableFilter): Table {
  type Row = { id: string; rules: string[]; cells: Cell[] };
  return {
    name: ["Signals"],
    subject: "Signals with their story",
    departmentId: department ?? null,
    by: ["kpi", "department", "state"],
    columns: [
      "Code",
      "KPI or source",
      "Department",
      "Kind",
      "What was found",
      "Direction",
      "Level",
      "State",
      "First period",
      "Value",
      "Opened",
      "Closed",
      "Step at",
      "Step",
      "By",
      "To",
      "Cause",
      "Text",
      "Due",
    ],
    read: async (after) => {
      const rows = await reading(viewer, (tx) =>
        onTx(tx).query<Row>(Prisma.sql`
          WITH s AS (SELECT g.*, k.code, k.name FROM signal g LEFT JOIN kpi k ON k.id = g.kpi_id
            WHERE g.id < ${after ?? NEWEST}::uuid AND (${readable(viewer, "g")} OR (k.company_wide AND ${viewer.business}))
              AND (${kpi ?? null}::uuid IS NULL OR g.kpi_id = ${kpi ?? null}::uuid) AND (${department ?? null}::uuid IS NULL OR g.department_id = ${department ?? null}::uuid)
              AND (${state === "all"} OR (g.closed_at IS NOT NULL) = ${state === "closed"}) AND (g.kpi_id IS NULL OR k.archived_at IS NULL)
            ORDER BY g.id DESC LIMIT ${BATCH})
          SELECT s.id::text, s.rules, json_build_array(coalesce(s.code, ''), coalesce(s.name, r.name), d.name, s.kind, s.tone, s.level, s.state, s.period_start, trim_scale(s.value)::text,
            s.opened_at, s.closed_at, e.at, e.step, coalesce(a.name, CASE WHEN e.id IS NOT NULL THEN 'the rules' END), coalesce(p.name, ed.name), e.cause, e.text, e.due_at) AS cells
          FROM s JOIN department d ON d.id = s.department_id LEFT JOIN record_kind r ON r.id = s.record_kind_id
            LEFT JOIN signal_event e ON e.signal_id = s.id LEFT JOIN person a ON a.id = e.actor_id LEFT JOIN person p ON p.id = e.person_id LEFT JOIN department ed ON ed.id = e.department_id
          ORDER BY s.id DESC, e.id`),
      );
      const last = rows.at(-1)?.id;
      return {
        rows: rows.map(({ rules, cells }) => [...cells.slice(0, 4), rules.map(foundBy).join("; "), ...cells.slice(4)]),
        next: last === undefined || new Set(rows.map(({ id }) => id)).size < BATCH ? null : last,
      };
    },
  };
}
