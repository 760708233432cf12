import "server-only";
import { AppError } from "@/lib/errors";
import type { EntityMapping } from "@/lib/imports/mapping";
import { copied, dropRejected, moveRejects, rejectDuplicates, rejection } from "@/lib/imports/run/stage";
import { Prisma } from "@/lib/platform/db/client";
import { onClient } from "@/lib/platform/db/sql";
import { readDate } from "@/lib/tables/read/cell-date";
import { canonicalUnit, readNumber } from "@/lib/tables/read/cell-number";
import { CellError, quoted, type Read, readText } from "@/lib/tables/read/cells";
import { bind, widthProblem } from "@/lib/tables/read/columns";
import { kpisByCode } from "./kpi-index";
import type { Context, Prepared } from "./target";

const COLUMNS = ["kpi", "fromOn", "floor", "ceiling", "stretch", "reason"] as const;
const REQUIRED = ["kpi", "fromOn", "reason"] as const;

/** Targets: at least `floor`, at most `ceiling`, from the period that contains `fromOn`. A later file's row for the same period supersedes. */
export async function prepareTargets({ client, layout, at, open }: Context, mapping: EntityMapping): Promise<Prepared> {
  const sql = onClient(client);
  const kpis = await kpisByCode(sql);
  for (const name of Object.keys(mapping.columns))
    if (!COLUMNS.some((column) => column === name))
      throw new AppError("INVALID", `targets have no field '${name}'. They have ${COLUMNS.join(", ")}.`);
  const cells = Object.fromEntries(COLUMNS.map((name) => [name, bind(layout, name, mapping.columns[name])]));
  for (const name of REQUIRED)
    if (!cells[name]) throw new AppError("INVALID", `The mapping has no column for '${name}', which is required.`);
  await client.query(`CREATE TEMP TABLE import_stage (line int NOT NULL, kpi_id uuid, from_on date, floor numeric(30,10), ceiling numeric(30,10), stretch numeric(30,10),
    reason text, reject jsonb) ON COMMIT DROP`);
  await client.query("CREATE TEMP TABLE import_ready (LIKE import_stage, current_id bigint, what text NOT NULL) ON COMMIT DROP");

  return {
    copy: "COPY import_stage (line, kpi_id, from_on, floor, ceiling, stretch, reason, reject) FROM STDIN",
    encode(row) {
      const width = widthProblem(row, layout.headers);
      const problems: string[] = width === null ? [] : [rejection("", row.cells[0] ?? "", width)];
      const take = (name: (typeof COLUMNS)[number], read: (cell: string) => Read): string | null => {
        const cell = cells[name];
        if (!cell || width !== null) return null;
        const text = cell.of(row.cells);
        const value = read(text);
        if (value instanceof CellError) problems.push(rejection(cell.header, text, value.reason));
        else if (value === null && REQUIRED.some((r) => r === name)) problems.push(rejection(cell.header, text, "a value is required"));
        return value instanceof CellError ? null : value;
      };
      const code = take("kpi", readText);
      const kpi = code === null ? undefined : kpis.get(code);
      const unit = kpi === undefined ? null : canonicalUnit(kpi.unit);
      const number = (cell: string) => (kpi === undefined ? null : readNumber(cell, layout.format.decimal, unit, open));
      if (code !== null && kpi === undefined)
        problems.push(rejection(cells.kpi?.header ?? "kpi", code, `no KPI has the code ${quoted(code)}`));
      const from = take("fromOn", (cell) => readDate(cell, layout.format.dates));
      const [floor, ceiling, stretch] = [take("floor", number), take("ceiling", number), take("stretch", number)];
      const reason = take("reason", readText);
      if (problems.length === 0 && floor === null && ceiling === null)
        problems.push(rejection(cells.floor?.header ?? "floor", "", "a target needs a floor or a ceiling"));
      if (floor !== null && ceiling !== null && new Prisma.Decimal(floor).gt(ceiling))
        problems.push(rejection(cells.ceiling?.header ?? "ceiling", ceiling, `it is below the floor, ${floor}`));
      if (problems.length > 0) return problems.map((p) => `${row.line}\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t${copied(p)}\n`).join("");
      const start = kpi && from !== null ? kpi.startOf(from) : null;
      return `${[String(row.line), kpi?.id ?? null, start, floor, ceiling, stretch, reason, null].map(copied).join("\t")}\n`;
    },
    async plan() {
      await moveRejects(client);
      await rejectDuplicates(client, ["kpi_id", "from_on"], "kpi, fromOn", open ? undefined : []);
      await sql.query(Prisma.sql`INSERT INTO import_ready SELECT s.*, t.id,
          CASE WHEN t.id IS NULL THEN 'new' WHEN (t.floor, t.ceiling, t.stretch, t.reason) IS NOT DISTINCT FROM (s.floor, s.ceiling, s.stretch, s.reason) THEN 'same' ELSE 'changed' END
        FROM import_stage s LEFT JOIN target t ON t.kpi_id = s.kpi_id AND t.from_on = s.from_on AND t.superseded_at IS NULL`);
      await dropRejected(client, "import_ready");
    },
    leftOut: () => 0,
    async write(importId) {
      // A clock that was set back must not let a version end before it began.
      await sql.query(
        Prisma.sql`UPDATE target t SET superseded_at = greatest(t.recorded_at, ${at}::timestamptz) FROM import_ready n WHERE n.what = 'changed' AND t.id = n.current_id`,
      );
      const rows = await sql.query<{
        kpi_id: string;
      }>(Prisma.sql`INSERT INTO target (kpi_id, from_on, floor, ceiling, stretch, reason, import_id, recorded_at)
        SELECT n.kpi_id, n.from_on, n.floor, n.ceiling, n.stretch, n.reason, ${importId}::bigint, coalesce(t.superseded_at, ${at}::timestamptz)
        FROM import_ready n LEFT JOIN target t ON t.id = n.current_id WHERE n.what <> 'same' ORDER BY n.line RETURNING kpi_id`);
      return { kpiIds: [...new Set(rows.map((row) => row.kpi_id))] };
    },
  };
}
