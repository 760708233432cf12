import "server-only";
import { today } from "@/lib/clock";
import { getMyNumbers } from "@/lib/kpis/queries/my-numbers";
import { getInitiative } from "@/lib/pages/initiative/queries";
import { canSomewhere } from "@/lib/platform/authz/policy";
import { readable } from "@/lib/platform/authz/readable";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { foundBy } from "@/lib/statistics/charts/rules";
import type { Cell } from "@/lib/tables/csv";
import type { ExportInput } from "./schema";
import { inBatches, type Table } from "./table";

const BATCH = 200;

/** The parts of one initiative, one row each: milestones, updates, actions, comments. Null if the viewer may not read it. */
export async function initiativeTable(viewer: Viewer, { initiative: id }: ExportInput): Promise<Table | null> {
  const initiative = id === undefined ? null : await getInitiative(viewer, id, today());
  if (!initiative) return null;
  const rows: Cell[][] = [
    ...initiative.milestones.map((m) => ["milestone", m.dueOn, m.ownerName, m.doneOn === null ? "open" : `done ${m.doneOn}`, m.title]),
    ...initiative.updates.map((u) => [
      "update",
      u.at,
      u.authorName,
      u.judgement.replace("_", " "),
      [u.text, u.obstacle].filter(Boolean).join(" Obstacle: "),
    ]),
    ...initiative.actions.map((a) => ["action", a.dueOn, a.ownerName, a.doneOn === null ? "open" : `done ${a.doneOn}`, a.title]),
    ...initiative.comments.map((c) => ["comment", c.at, c.authorName, null, c.body]),
  ];
  return {
    name: ["Initiative", initiative.code],
    subject: { type: "initiative", id: initiative.id, name: `${initiative.code} ${initiative.title}` },
    departmentId: initiative.departmentId,
    columns: ["Row", "Date", "Person", "State", "Text"],
    batches: () => inBatches(async () => rows),
  };
}

/** Every signal with its history, a row for each step, the newest signal first; of one KPI, one department, or all the viewer may read. */
export function signalsTable(viewer: Viewer, { kpi, department, state }: ExportInput): Table {
  type Row = { id: string; rules: string[]; cells: Cell[] };
  async function* batches() {
    for (let before = "ffffffff-ffff-ffff-ffff-ffffffffffff"; ; ) {
      const rows = await reading(viewer, (tx) =>
        onTx(tx).query<Row>(Prisma.sql`
          WITH s AS (SELECT g.*, k.code, k.name FROM signal g LEFT JOIN kpi k ON k.id = g.kpi_id
            WHERE g.id < ${before}::uuid AND (${readable(viewer, "g")} OR (k.company_wide AND ${viewer.business}))
              AND (${kpi ?? null}::uuid IS NULL OR g.kpi_id = ${kpi ?? null}::uuid) AND (${department ?? null}::uuid IS NULL OR g.department_id = ${department ?? null}::uuid)
              AND (${state === "all"} OR (g.closed_at IS NOT NULL) = ${state === "closed"}) AND (g.kpi_id IS NULL OR k.archived_at IS NULL)
            ORDER BY g.id DESC LIMIT ${BATCH})
          SELECT s.id::text, s.rules, json_build_array(coalesce(s.code, ''), coalesce(s.name, r.name), d.name, s.kind, s.tone, s.level, s.state, s.period_start, trim_scale(s.value)::text,
            s.opened_at, s.closed_at, e.at, e.step, coalesce(a.name, CASE WHEN e.id IS NOT NULL THEN 'the rules' END), coalesce(p.name, ed.name), e.cause, e.text, e.due_at) AS cells
          FROM s JOIN department d ON d.id = s.department_id LEFT JOIN record_kind r ON r.id = s.record_kind_id
            LEFT JOIN signal_event e ON e.signal_id = s.id LEFT JOIN person a ON a.id = e.actor_id LEFT JOIN person p ON p.id = e.person_id LEFT JOIN department ed ON ed.id = e.department_id
          ORDER BY s.id DESC, e.id`),
      );
      yield rows.map(({ rules, cells }) => [...cells.slice(0, 4), rules.map(foundBy).join("; "), ...cells.slice(4)]);
      const last = rows.at(-1)?.id;
      if (last === undefined || new Set(rows.map(({ id }) => id)).size < BATCH) return;
      before = last;
    }
  }
  return {
    name: ["Signals"],
    subject: { type: "table", id: "signals", name: "Signals with their story" },
    departmentId: department ?? null,
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
    batches,
  };
}

/** The values the viewer owes and their saved values, a row for each KPI and period of the grid. Null for somebody who enters nothing. */
export function myNumbersTable(viewer: Viewer): Table | null {
  if (!canSomewhere(viewer, "measurement.record")) return null;
  return {
    name: ["My numbers", today()],
    subject: { type: "table", id: "my-numbers", name: "My numbers" },
    departmentId: null,
    columns: ["Code", "KPI", "Department", "Owner", "Unit", "Period", "Due on", "Days late", "Value", "State", "Note", "Reason"],
    batches: () =>
      inBatches(async () =>
        (await getMyNumbers(viewer)).due.flatMap((row) =>
          [...row.openBefore, ...row.earlier, row.due].map((p): Cell[] => [
            row.code,
            row.name,
            row.departmentName,
            row.ownerName,
            row.unit,
            p.period,
            p.dueOn,
            p.lateDays,
            p.saved?.value ?? null,
            p.saved?.state ?? "owed",
            p.saved?.note ?? null,
            p.saved?.reason ?? null,
          ]),
        ),
      ),
  };
}
