import "server-only";
import type { EntityMapping } from "@/lib/imports/mapping";
import { copied, dropRejected, moveRejects, rejectDuplicates, rejection } from "@/lib/imports/run/stage";
import { Prisma } from "@/lib/platform/db/client";
import { identifier } from "@/lib/platform/db/identifier";
import { onClient, type Sql } from "@/lib/platform/db/sql";
import type { Guard, ImportHooks } from "@/lib/platform/entities/description";
import { columnsOf, type EntityColumn, type EntitySpec } from "@/lib/platform/entities/import-words";
import { entityReader } from "./entity-row";
import type { Context, Prepared } from "./target";

/**
 * Rows with a code, compared and written in the database as JSON of their table's row.
 * What each one was before and after is kept in import_change for undo.
 */
export async function prepareEntities(
  { client, layout, at, open, dryRun }: Context,
  spec: EntitySpec,
  mapping: EntityMapping,
  hooks: ImportHooks,
): Promise<Prepared> {
  const sql = onClient(client);
  const read = entityReader(spec, mapping, layout);
  const table = identifier(spec.table);
  const columns = Object.entries(spec.columns);
  const headerOf = (name: string) => (Object.hasOwn(mapping.columns, name) ? mapping.columns[name]?.from?.trim() : undefined) ?? name;
  await client.query("CREATE TEMP TABLE import_stage (line int NOT NULL, key text, data jsonb, refs jsonb, reject jsonb) ON COMMIT DROP");
  await client.query(`CREATE TEMP TABLE import_ready (line int NOT NULL, key text NOT NULL, id uuid NOT NULL, before jsonb, after jsonb NOT NULL,
    refs jsonb NOT NULL, what text NOT NULL DEFAULT 'new') ON COMMIT DROP`);

  const seen = new Set<string>();
  let leftOut = 0;
  let guard: Guard | undefined;

  return {
    copy: "COPY import_stage (line, key, data, refs, reject) FROM STDIN",
    encode(row) {
      const reading = read(row);
      if (mapping.repeats === true) {
        const says = "problems" in reading ? "" : JSON.stringify(reading.row);
        const nothing = "problems" in reading && reading.problems.every((p) => p.value.trim() === "");
        if (nothing || seen.has(says)) {
          leftOut++;
          return "";
        }
        if (says !== "") seen.add(says);
      }
      if ("problems" in reading)
        return reading.problems.map((p) => `${row.line}\t\\N\t\\N\t\\N\t${copied(rejection(p.column, p.value, p.reason))}\n`).join("");
      const { key, data, references } = reading.row;
      return `${row.line}\t${copied(key)}\t${copied(JSON.stringify(data))}\t${copied(JSON.stringify(references))}\t\\N\n`;
    },
    async plan() {
      await moveRejects(client);
      await rejectDuplicates(client, ["key"], headerOf("code"));
      const defaults = Object.fromEntries([
        ...columns.map(([, c]) => [c.column, c.otherwise ?? null]),
        ["created_at", at.toISOString()],
        ["version", 1],
        ...Object.entries(spec.fresh ?? {}),
      ]);
      const meant = Prisma.sql`coalesce((SELECT c.id FROM ${table} c WHERE c.code = s.key), ${hooks.meant ?? Prisma.sql`NULL::uuid`})`;
      if (!dryRun) {
        guard = await hooks.guard?.(sql);
        // What is compared stays as it is until it is written: who changes a row meanwhile, or a person's roles, waits.
        await sql.query(
          Prisma.sql`SELECT FROM ${table} t WHERE t.id IN (SELECT ${meant} FROM import_stage s) ORDER BY t.id FOR NO KEY UPDATE`,
        );
      }
      await sql.query(Prisma.sql`INSERT INTO import_ready (line, key, id, before, after, refs)
        SELECT s.line, s.key, coalesce(t.id, uuid_v7()), to_jsonb(t), coalesce(to_jsonb(t), ${JSON.stringify(defaults)}::jsonb) || s.data || ${JSON.stringify(spec.always)}::jsonb, s.refs
        FROM import_stage s LEFT JOIN ${table} t ON t.id = ${meant}`);
      for (const [name, column] of columns) if (column.type === "reference") await resolve(sql, column, headerOf(name));
      await dropRejected(client, "import_ready");
      // Through the row type and back: the same spelling of dates, numbers and lists as the row there already has.
      await sql.query(
        Prisma.sql`UPDATE import_ready SET after = to_jsonb(jsonb_populate_record(NULL::${table}, after || jsonb_build_object('id', id)))`,
      );
      await sql.query(
        Prisma.sql`UPDATE import_ready SET what = CASE WHEN before = after THEN 'same' ELSE 'changed' END WHERE before IS NOT NULL`,
      );
      for (const [name, column] of columns)
        if (column.type === "reference" && column.self) await rejectLoops(sql, table, column.column, headerOf(name));
      await hooks.check?.(sql, headerOf, (name) => open || (name !== undefined && Object.hasOwn(mapping.columns, name)));
      await dropRejected(client, "import_ready");
    },
    leftOut: () => leftOut,
    async notes() {
      const note = await hooks.note?.(sql);
      return typeof note === "string" ? [note] : [];
    },
    async write(importId, fileName) {
      const fields = Prisma.join(columnsOf(spec).map((c) => Prisma.sql`${identifier(c)} = p.${identifier(c)}`));
      await sql.query(
        Prisma.sql`INSERT INTO ${table} SELECT p.* FROM import_ready n CROSS JOIN LATERAL jsonb_populate_record(NULL::${table}, n.after) p WHERE n.what = 'new'`,
      );
      await sql.query(Prisma.sql`UPDATE ${table} t SET ${fields}, version = t.version + 1
        FROM import_ready n CROSS JOIN LATERAL jsonb_populate_record(NULL::${table}, n.after) p WHERE n.what = 'changed' AND t.id = n.id`);
      const changed = await sql.query<{ id: string }>(Prisma.sql`INSERT INTO import_change (import_id, entity_id, before, after)
        SELECT ${importId}::bigint, n.id, n.before, to_jsonb(t) FROM import_ready n JOIN ${table} t ON t.id = n.id WHERE n.what <> 'same' RETURNING entity_id AS id`);
      const ids = changed.map((row) => row.id);
      await hooks.written?.(sql, ids);
      await guard?.({ importId, fileName, undone: false });
      return hooks.touched?.(ids) ?? {};
    },
  };
}

/** Codes to ids; a code nobody has is rejected. A row of the same file counts when the table refers to itself. */
async function resolve(sql: Sql, column: EntityColumn & { type: "reference" }, header: string): Promise<void> {
  const table = identifier(column.table);
  const set = (
    from: Prisma.Sql,
  ) => Prisma.sql`UPDATE import_ready n SET after = n.after || jsonb_build_object(${column.column}::text, r.id), refs = n.refs - ${column.column}::text
    FROM ${from} WHERE n.refs->>${column.column} = r.code`;
  if (column.self) await sql.query(set(Prisma.sql`(SELECT id, key AS code FROM import_ready) r`));
  await sql.query(set(Prisma.sql`${table} r`));
  if (column.named)
    await sql.query(set(Prisma.sql`(SELECT min(id::text)::uuid AS id, name AS code FROM ${table} GROUP BY name HAVING count(*) = 1) r`));
  await sql.query(Prisma.sql`INSERT INTO import_rejects SELECT line, ${header}, left(refs->>${column.column}, 200), ${`no ${column.what} has this code${column.named ? ", nor one alone this name" : ""}`}
    FROM import_ready WHERE refs ? ${column.column}`);
}

/** Rows from which the parents never come to an end. */
async function rejectLoops(sql: Sql, table: Prisma.Sql, column: string, header: string): Promise<void> {
  await sql.query(Prisma.sql`
    WITH RECURSIVE edge AS (
      SELECT id, (after->>${column})::uuid AS parent FROM import_ready
      UNION ALL SELECT t.id, t.${identifier(column)} FROM ${table} t WHERE NOT EXISTS (SELECT FROM import_ready n WHERE n.id = t.id)
    ), sound AS (
      SELECT id FROM edge WHERE parent IS NULL
      UNION SELECT e.id FROM edge e JOIN sound s ON e.parent = s.id
    )
    INSERT INTO import_rejects SELECT line, ${header}, key, 'it leads back to the same row' FROM import_ready WHERE id NOT IN (SELECT id FROM sound)`);
}
