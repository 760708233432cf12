import "server-only";
import { canSomewhere } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { TARGET_NAMES, targetLabel } from "./map/target-fields";

export type SourceRow = {
  code: string;
  name: string;
  description: string;
  fields: number;
  kpis: number;
  rows: number;
  lastAt: string | null;
};
export type ImportRow = {
  id: string;
  /** what it was brought into, by the name people know it by */
  into: string;
  fileName: string;
  rows: number;
  newRows: number;
  changedRows: number;
  sameRows: number;
  rejectedRows: number;
  state: "done" | "undone";
  by: string | null;
  at: string;
  digest: string;
};

const HISTORY = 50;

export type MappingRow = { id: string; name: string; target: string; imports: number; lastAt: string | null };
/** What a company is set up of, and how much of each is there. */
export type SetUp = { departments: number; people: number; kinds: number; kpis: number; targets: number };

/** A target by the name the form offers it under; a kind of records already has its own. */
function nameOf(into: string): string {
  return TARGET_NAMES.includes(into) ? targetLabel(into) : into.replace(/^records:/, "").replace(/^measurements$/, "Values");
}

/** What kinds of records there are, what is computed from them, and the last imports (at most 50). Null for who may not read sources. */
export function getData(
  viewer: Viewer,
): Promise<{ sources: SourceRow[]; imports: ImportRow[]; total: number; mappings: MappingRow[]; setUp: SetUp } | null> {
  if (!canSomewhere(viewer, "data.read")) return Promise.resolve(null);
  // An administrator reads no KPI, yet may know how many there are of a kind.
  return reading(viewer.administrator ? "system" : viewer, async (tx) => {
    const sql = onTx(tx);
    const sources = await sql.query<SourceRow>(Prisma.sql`
      SELECT k.code, k.name, k.description, jsonb_array_length(k.fields) AS fields, (SELECT count(*)::int FROM kpi WHERE kpi.record_kind_id = k.id AND kpi.archived_at IS NULL) AS kpis,
        coalesce(i.rows, 0)::int AS rows, to_json(i.at)#>>'{}' AS "lastAt"
      FROM record_kind k LEFT JOIN (
        SELECT target, sum(new_rows) AS rows, max(imported_at) AS at FROM import WHERE state = 'done' GROUP BY target) i ON i.target = 'records:' || k.code
      ORDER BY i.rows DESC NULLS LAST, k.name LIMIT 200`);
    const imports = await sql.query<ImportRow & { total: number }>(Prisma.sql`
      SELECT i.id::text, coalesce(k.name, i.target) AS "into", i.file_name AS "fileName", i.rows, i.new_rows AS "newRows", i.changed_rows AS "changedRows", i.same_rows AS "sameRows", i.rejected_rows AS "rejectedRows",
        i.state::text, p.name AS by, to_json(i.imported_at)#>>'{}' AS at, left(encode(i.sha256, 'hex'), 12) AS digest, count(*) OVER ()::int AS total
      FROM import i LEFT JOIN person p ON p.id = i.imported_by_id LEFT JOIN record_kind k ON i.target = 'records:' || k.code ORDER BY i.imported_at DESC, i.id DESC LIMIT ${HISTORY}`);
    const mappings = await sql.query<MappingRow>(Prisma.sql`
      SELECT m.id::text, m.name, coalesce(m.mapping->'into'->'kind'->>'name', m.mapping->'into'->>'target') AS target, count(i.id)::int AS imports,
        to_json(max(i.imported_at))#>>'{}' AS "lastAt" FROM import_mapping m LEFT JOIN import i ON i.mapping_id = m.id GROUP BY m.id ORDER BY m.name LIMIT 200`);
    const [setUp] = await sql.query<SetUp>(Prisma.sql`
      SELECT (SELECT count(*)::int FROM department WHERE parent_id IS NOT NULL AND archived_at IS NULL) AS departments, (SELECT count(*)::int FROM person) AS people,
        (SELECT count(*)::int FROM record_kind) AS kinds, (SELECT count(*)::int FROM kpi WHERE archived_at IS NULL) AS kpis,
        (SELECT count(DISTINCT kpi_id)::int FROM target WHERE superseded_at IS NULL) AS targets`);
    return {
      sources,
      imports: imports.map((own) => ({ ...own, into: nameOf(own.into) })),
      total: imports[0]?.total ?? 0,
      mappings: mappings.map((own) => ({ ...own, target: nameOf(own.target) })),
      setUp: setUp ?? { departments: 0, people: 0, kinds: 0, kpis: 0, targets: 0 },
    };
  });
}
