import "server-only";
import { AppError } from "@/lib/errors";
import { asOfColumn } from "@/lib/imports/map/record-draft";
import type { RecordsMapping } from "@/lib/imports/mapping";
import { copied, dropRejected, moveRejects, rejectDuplicates, rejection } from "@/lib/imports/run/stage";
import { moneyIn, sameMoney } from "@/lib/kpis/compute/money";
import { Prisma } from "@/lib/platform/db/client";
import { identifier } from "@/lib/platform/db/identifier";
import { onClient, type Sql } from "@/lib/platform/db/sql";
import { RecordField } from "@/lib/records/field";
import { CellError } from "@/lib/tables/read/cells";
import { keyName, type Lookup, lookupOf, lookupsOf, placeOf, readField, recordReader } from "./record-row";
import type { Context, Prepared } from "./target";

/** Rows shown as they would come in. */
const SAMPLE = 5;
type Kind = { id: number; code: string; fields: unknown };

/** Operational records of any kind, by mapping. Fields looked up in other kinds are joined in the database, once for the whole file. */
export async function prepareRecords({ client, layout, asOf, open }: Context, mapping: RecordsMapping): Promise<Prepared> {
  const sql = onClient(client);
  checkSlots(mapping);
  const lookups = lookupsOf(mapping);
  const kinds = await sql.query<Kind>(Prisma.sql`SELECT id, code, fields FROM record_kind WHERE code = ANY(${lookups.map((l) => l.kind)})`);
  const joins = lookups.map((lookup) => {
    const kind = kinds.find((k) => k.code === lookup.kind);
    if (!kind) throw new AppError("INVALID", `There are no records of the kind '${lookup.kind}' yet. Import them first.`);
    return { ...lookup, kindId: kind.id, fields: RecordField.array().parse(kind.fields) };
  });
  for (const field of mapping.fields) checkLookup(mapping, field, joins, layout);
  const department = placeOfDepartment(mapping, layout);
  const kindId = await keepKind(sql, mapping);
  const read = recordReader(mapping, layout, asOf);
  let leftOut = 0;
  await client.query(
    `CREATE TEMP TABLE import_stage (line int NOT NULL, key text, data jsonb, department text, refs jsonb, reject jsonb) ON COMMIT DROP`,
  );
  await client.query(
    `CREATE TEMP TABLE import_linked (line int NOT NULL, key text NOT NULL, data jsonb NOT NULL, department text, missing int[]) ON COMMIT DROP`,
  );
  await client.query(`CREATE TEMP TABLE import_ready (line int NOT NULL, key text NOT NULL, data jsonb NOT NULL, department_id uuid, on_1 date, on_2 date, on_3 date,
    current_id bigint, what text NOT NULL) ON COMMIT DROP`);

  return {
    copy: "COPY import_stage (line, key, data, department, refs, reject) FROM STDIN",
    encode(row) {
      const reading = read(row);
      if ("leftOut" in reading) {
        leftOut++;
        return "";
      }
      if ("problems" in reading)
        return reading.problems.map((p) => `${row.line}\t\\N\t\\N\t\\N\t\\N\t${copied(rejection(p.column, p.value, p.reason))}\n`).join("");
      const { key, data, department, references } = reading.row;
      const refs = references.length === 0 ? "\\N" : copied(JSON.stringify(references));
      return `${row.line}\t${copied(key)}\t${copied(data)}\t${copied(department)}\t${refs}\t\\N\n`;
    },
    async plan() {
      await moveRejects(client);
      await client.query("ANALYZE import_stage (line, key)");
      if (mapping.repeats === true) leftOut += await leaveOutRepeats(sql);
      await rejectDuplicates(client, ["key"], keyName(mapping));
      await sql.query(linkStatement(mapping, joins));
      leftOut += await leaveOutUnknown(sql, mapping, layout.headers, asOf);
      await rejectUnlinked(sql, mapping, joins, department, open);
      await client.query("DELETE FROM import_linked WHERE line IN (SELECT line FROM import_rejects)");
      await client.query("ANALYZE import_linked (line, key)");
      const on = (slot: 1 | 2 | 3) => mapping.fields.find((f) => f.slot === slot)?.name ?? "";
      await sql.query(Prisma.sql`
        INSERT INTO import_ready
        SELECT l.line, l.key, l.data, d.id, o.on_1, o.on_2, o.on_3, r.id,
          CASE WHEN r.id IS NULL THEN 'new' WHEN r.data = l.data AND r.department_id IS NOT DISTINCT FROM d.id
            AND (r.on_1, r.on_2, r.on_3) IS NOT DISTINCT FROM (o.on_1, o.on_2, o.on_3) THEN 'same' ELSE 'changed' END
        FROM import_linked l
        CROSS JOIN LATERAL (SELECT (l.data->>${on(1)})::date AS on_1, (l.data->>${on(2)})::date AS on_2, (l.data->>${on(3)})::date AS on_3) o
        LEFT JOIN department d ON d.code = l.department
        LEFT JOIN record r ON r.record_kind_id = ${kindId} AND r.key = l.key AND r.superseded_by_id IS NULL`);
      await dropRejected(client, "import_ready");
    },
    leftOut: () => leftOut,
    async sample() {
      const rows = await sql.query<{ line: number; data: Record<string, unknown>; department: string | null }>(Prisma.sql`
        SELECT n.line, n.data, d.name AS department FROM import_ready n LEFT JOIN department d ON d.id = n.department_id ORDER BY n.line LIMIT ${SAMPLE}::int`);
      const hidden = department.lookedUp !== null && !open;
      return rows.map(({ line, data, department: whose }) => ({
        line,
        cells: [
          ...mapping.fields.map((field) => {
            const value = Object.hasOwn(data, field.name) ? (data[field.name] ?? null) : null;
            return { label: field.label, value: value === null ? null : field.lookup && !open ? "found" : String(value) };
          }),
          ...(mapping.department === undefined ? [] : [{ label: "Whose it is", value: whose !== null && hidden ? "found" : whose }]),
        ],
      }));
    },
    async write(importId) {
      await sql.query(
        Prisma.sql`UPDATE record SET superseded_by_id = ${importId}::bigint FROM import_ready n WHERE n.what = 'changed' AND record.id = n.current_id`,
      );
      await sql.query(Prisma.sql`
        INSERT INTO record (record_kind_id, key, department_id, on_1, on_2, on_3, data, import_id)
        SELECT ${kindId}, key, department_id, on_1, on_2, on_3, data, ${importId}::bigint FROM import_ready WHERE what <> 'same' ORDER BY line`);
      return { recordKindIds: [kindId] };
    },
  };
}

function checkSlots({ fields }: RecordsMapping): void {
  const names = new Set<string>();
  const slots = new Set<number>();
  for (const { name, slot, type } of fields) {
    if (names.has(name)) throw new AppError("INVALID", `The mapping has the field '${name}' twice.`);
    names.add(name);
    if (slot === undefined) continue;
    if (type !== "date") throw new AppError("INVALID", `The field '${name}' has a slot but is no date.`);
    if (slots.has(slot)) throw new AppError("INVALID", `The mapping gives slot ${slot} to two fields.`);
    slots.add(slot);
  }
}

type Join = Lookup & { kindId: number; fields: RecordField[] };
const joinOf = (joins: Join[], lookup: Lookup | null) =>
  joins.findIndex((j) => j.kind === lookup?.kind && j.key === lookup.key && j.gate === lookup.gate);

function checkLookup(mapping: RecordsMapping, field: RecordField, joins: Join[], layout: Context["layout"]): void {
  if (!field.lookup) return;
  const { lookup, name, type } = field;
  const taken = joins[joinOf(joins, lookupOf(mapping, field))]?.fields.find((f) => f.name === lookup.take);
  if (!taken)
    throw new AppError("INVALID", `Records of the kind '${lookup.kind}' have no field '${lookup.take}', which '${name}' is read from.`);
  if (type !== "text" && taken.type !== type && !field.values)
    throw new AppError("INVALID", `The field '${name}' is a ${type}, but '${lookup.take}' of '${lookup.kind}' is a ${taken.type}.`);
  if (field.unit !== undefined && taken.unit !== undefined && !sameMoney(field.unit, taken.unit))
    throw new AppError(
      "INVALID",
      `The field '${name}' is in '${field.unit}', but '${lookup.take}' of '${lookup.kind}' is in '${taken.unit}'.`,
    );
  const plain = { ...layout, format: { ...layout.format, decimal: "." as const, dates: "iso" as const } };
  for (const value of [...Object.values(field.values ?? {}), field.default ?? ""])
    if (readField(value, type, plain, null) instanceof CellError)
      throw new AppError("INVALID", `'${value}' in the mapping of '${name}' is not a ${type}.`);
}

/**
 * Makes the kind, or brings its name and fields up to the mapping. While there are records, a field stays in its currency: throws INVALID where
 * the mapping says another; where it says none, the field keeps it.
 */
async function keepKind(sql: Sql, { kind, fields }: RecordsMapping): Promise<number> {
  const [stored] = await sql.query<{ fields: unknown }>(Prisma.sql`SELECT fields FROM record_kind k WHERE code = ${kind.code}
    AND EXISTS (SELECT FROM record r WHERE r.record_kind_id = k.id AND r.superseded_by_id IS NULL)`);
  const units = new Map(
    RecordField.array()
      .parse(stored?.fields ?? [])
      .map((field) => [field.name, field.unit]),
  );
  const unitFor = ({ name, label, unit }: RecordField): string | undefined => {
    const before = units.get(name);
    if (before === undefined || moneyIn(before) === "") return unit;
    if (unit !== undefined && !sameMoney(before, unit))
      throw new AppError(
        "INVALID",
        `'${label}' of the existing records is in ${moneyIn(before)}, and in this file in ${moneyIn(unit) || `'${unit}'`}. Amounts in different currencies cannot be added up: import it as another field.`,
      );
    return unit ?? before;
  };
  const kept = JSON.stringify(
    fields.map((field) => ({ name: field.name, label: field.label, type: field.type, unit: unitFor(field), slot: field.slot })),
  );
  await sql.query(Prisma.sql`
    INSERT INTO record_kind (code, name, description, fields) VALUES (${kind.code}, ${kind.name}, ${kind.description}, ${kept}::jsonb)
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, description = excluded.description, fields = excluded.fields
    WHERE (record_kind.name, record_kind.description, record_kind.fields) IS DISTINCT FROM (excluded.name, excluded.description, excluded.fields)`);
  const rows = await sql.query<{ id: number }>(Prisma.sql`SELECT id FROM record_kind WHERE code = ${kind.code}`);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error(`record kind ${kind.code} was not kept`);
  return id;
}

/** import_stage with its looked-up fields, into import_linked. */
function linkStatement(mapping: RecordsMapping, joins: Join[]): Prisma.Sql {
  const alias = (index: number) => identifier(`r${index}`);
  const looked = mapping.fields.flatMap((field) => {
    if (!field.lookup) return [];
    return [
      Prisma.sql`|| jsonb_strip_nulls(jsonb_build_object(${field.name}::text, ${takenValue(field, Prisma.sql`${alias(joinOf(joins, lookupOf(mapping, field)))}.data->>${field.lookup.take}`)}))`,
    ];
  });
  const missing = joins.map((_, i) => Prisma.sql`CASE WHEN s.refs->>${i}::int IS NOT NULL AND ${alias(i)}.id IS NULL THEN ${i}::int END`);
  const tables = joins.map(
    (join, i) =>
      Prisma.sql`LEFT JOIN record ${alias(i)} ON ${alias(i)}.record_kind_id = ${join.kindId} AND ${alias(i)}.key = s.refs->>${i}::int AND ${alias(i)}.superseded_by_id IS NULL`,
  );
  return Prisma.sql`INSERT INTO import_linked
    SELECT s.line, s.key, s.data ${looked.length ? Prisma.join(looked, " ") : Prisma.empty}, s.department,
      ${missing.length ? Prisma.sql`array_remove(ARRAY[${Prisma.join(missing)}], NULL)` : Prisma.sql`NULL::int[]`}
    FROM import_stage s ${tables.length ? Prisma.join(tables, " ") : Prisma.empty}`;
}

/** A looked-up text with the replacements of its field, as typed JSON. */
function takenValue(field: RecordField, taken: Prisma.Sql): Prisma.Sql {
  const replaced = field.values ? Prisma.sql`coalesce(${JSON.stringify(field.values)}::jsonb->>(${taken}), ${taken})` : taken;
  const text = Prisma.sql`coalesce(nullif(${replaced}, ''), nullif(${field.default ?? ""}::text, ''))`;
  if (field.type === "number") return Prisma.sql`to_jsonb((${text})::numeric)`;
  if (field.type === "boolean") return Prisma.sql`to_jsonb((${text})::boolean)`;
  if (field.type === "text" || !field.shiftMonths) return Prisma.sql`to_jsonb(${text})`;
  const months = field.shiftMonths;
  const day = Prisma.sql`(${text})::date`;
  return Prisma.sql`to_jsonb(CASE WHEN extract(day FROM ${day} + 1) = 1
    THEN (date_trunc('month', ${day}) + make_interval(months => ${months + 1}::int))::date - 1 ELSE (${day} + make_interval(months => ${months}::int))::date END)`;
}

/** Rows that say in every field what an earlier row of the file says. Answers how many. */
async function leaveOutRepeats(sql: Sql): Promise<number> {
  const [gone] = await sql.query<{ n: number }>(Prisma.sql`WITH gone AS (
      DELETE FROM import_stage s USING import_stage f WHERE f.key = s.key AND f.line < s.line
        AND (f.data, f.department, f.refs) IS NOT DISTINCT FROM (s.data, s.department, s.refs) RETURNING s.line
    ) SELECT count(DISTINCT line)::int AS n FROM gone`);
  return gone?.n ?? 0;
}

/** Pinned clock: rows and fields dated by a looked-up field, and rows that belong to a record not known yet. Answers how many rows went. */
async function leaveOutUnknown(sql: Sql, mapping: RecordsMapping, headers: string[], asOf: string | null): Promise<number> {
  if (asOf === null) return 0;
  const gone = await sql.query(Prisma.sql`DELETE FROM import_linked WHERE cardinality(missing) > 0 RETURNING line`);
  let count = gone.length;
  if (mapping.known === undefined) return count;
  const lookedUp = (name: string) => !headers.includes(name) && mapping.fields.some((f) => f.name === name && f.lookup);
  if (lookedUp(mapping.known.row))
    count += (await sql.query(Prisma.sql`DELETE FROM import_linked WHERE data->>${mapping.known.row} > ${asOf} RETURNING line`)).length;
  for (const [field, gate] of Object.entries(mapping.known.fields)) {
    if (!lookedUp(gate)) continue;
    await sql.query(
      Prisma.sql`UPDATE import_linked SET data = data - ${field}::text WHERE data ? ${field} AND coalesce(data->>${gate} > ${asOf}, true)`,
    );
  }
  return count;
}

function placeOfDepartment(mapping: RecordsMapping, layout: Context["layout"]): { column: string; lookedUp: string | null } {
  const { department } = mapping;
  if (department === undefined || "code" in department) return { column: "department", lookedUp: null };
  const place = placeOf(layout, mapping.fields, department.from);
  return { column: department.from.trim(), lookedUp: "lookedUp" in place ? place.lookedUp : null };
}

async function rejectUnlinked(
  sql: Sql,
  mapping: RecordsMapping,
  joins: Join[],
  department: { column: string; lookedUp: string | null },
  open: boolean,
): Promise<void> {
  // The same key may be looked up twice, under different gates; it is missing once.
  for (const [i, join] of joins.entries())
    if (joins.findIndex((other) => other.kind === join.kind && other.key === join.key) === i)
      await sql.query(Prisma.sql`INSERT INTO import_rejects
      SELECT s.line, ${join.key}, left(s.refs->>${i}::int, 200), ${`no record of the kind '${join.kind}' has this key`}
      FROM import_stage s JOIN import_linked l USING (line) WHERE ${i}::int = ANY(l.missing)`);
  for (const field of mapping.fields)
    if (field.lookup && field.required && asOfColumn(mapping, field.name) === undefined)
      await sql.query(Prisma.sql`INSERT INTO import_rejects SELECT line, ${field.lookup.key}, '', ${`'${field.label}' is required, and the record it is read from has none`}
        FROM import_linked WHERE coalesce(cardinality(missing), 0) = 0 AND NOT data ? ${field.name}`);
  if (department.lookedUp !== null) {
    const values = mapping.department !== undefined && "from" in mapping.department ? (mapping.department.values ?? {}) : {};
    await sql.query(
      Prisma.sql`UPDATE import_linked SET department = coalesce(${JSON.stringify(values)}::jsonb->>(data->>${department.lookedUp}), data->>${department.lookedUp})`,
    );
  }
  // A code that was looked up is a value of a record: who may not read that learns that it is no department's, and not what it is.
  const told = open || department.lookedUp === null;
  await sql.query(Prisma.sql`INSERT INTO import_rejects SELECT line, ${department.column}, CASE WHEN ${told} THEN left(l.department, 200) ELSE '' END, 'no department has this code'
    FROM import_linked l WHERE l.department IS NOT NULL AND NOT EXISTS (SELECT FROM department d WHERE d.code = l.department)`);
}
