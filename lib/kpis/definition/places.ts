import "server-only";
import { AppError } from "@/lib/errors";
import { authorise } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { asInstallation } from "@/lib/platform/db/as-installation";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { stripTrailing } from "@/lib/strip-trailing";
import { plainHeading } from "@/lib/tables/read/headings";
import type { Condition, Measure } from "../compute/measure";
import { departmentTree } from "../recompute/recompute-store";
import { type UsableKind, usableKinds } from "./check";
import type { KpiDefinition } from "./schema";

const MOST = 60;
/** Longest suffix that keeps a code readable. */
const SUFFIX = 16;

/** One KPI that a definition creates: its department, code, name and measure. */
export type Place = { departmentId: string; code: string; name: string; measure: Measure | null };

const refuse = (message: string, field: string) => new AppError("INVALID", message, { field });

/**
 * The KPIs a definition creates: in its department or in each that has such records; one, or one for each value of a field. Department and
 * value make codes and names unique. Throws INVALID if there is none, or more than 60.
 */
export async function placesOf(sql: Sql, viewer: Viewer, definition: KpiDefinition): Promise<Place[]> {
  const { measure } = definition;
  const head = { code: definition.code, name: definition.name, measure };
  if (definition.departmentId !== "each" && definition.eachValue === null) return [{ ...head, departmentId: definition.departmentId }];
  const kind = (await usableKinds(sql, viewer)).find((k) => k.code === definition.recordKind);
  if (!kind) throw refuse("Choose the records it is computed from.", "recordKind");
  const places =
    definition.departmentId === "each" ? await byDepartment(sql, kind, head) : [{ ...head, departmentId: definition.departmentId }];
  if (places.length === 0) throw refuse("No record of this kind belongs to a department of yours.", "departmentId");
  const all: Place[] = [];
  for (const place of places) {
    authorise(viewer, "kpi.define", { departmentId: place.departmentId }); // authorised before anything about its records is revealed
    all.push(...(definition.eachValue === null ? [place] : await byValue(sql, kind, definition.eachValue, place)));
    if (all.length > MOST) throw refuse(`That would create more than ${MOST} KPIs, the maximum at once.`, "eachValue");
  }
  if (all.length === 0) throw refuse("The field is empty in every record that counts.", "eachValue");
  return all;
}

async function byDepartment(sql: Sql, kind: UsableKind, head: Omit<Place, "departmentId">): Promise<Place[]> {
  const found = await sql.query<{ id: string; code: string; name: string }>(
    Prisma.sql`SELECT id::text, code, name FROM department WHERE id = ANY (${kind.departments}::uuid[]) AND archived_at IS NULL ORDER BY name`,
  );
  return found.map((d) => ({
    ...head,
    departmentId: d.id,
    code: `${head.code}-${d.code.replace(/[^A-Za-z0-9_.-]/g, "")}`.slice(0, 40),
    name: `${head.name}, ${d.name}`.slice(0, 160),
  }));
}

/** The values of a field in the records that count for the department of `place`, the most frequent first. */
async function byValue(sql: Sql, kind: UsableKind, name: string, place: Place): Promise<Place[]> {
  const field = kind.fields.find((f) => f.name === name);
  if (!field || (field.type !== "text" && field.type !== "boolean"))
    throw refuse("Choose a field that holds words, or yes and no.", "eachValue");
  const values = await asInstallation(sql, async () => {
    const inside = (await departmentTree(sql)).below(place.departmentId);
    // The same rule as for computing values: if records belong to departments, a department's KPI counts those of its subtree.
    return sql.query<{ value: string }>(Prisma.sql`
      SELECT data->>${name} AS value FROM record r WHERE record_kind_id = ${kind.id} AND superseded_by_id IS NULL AND data ? ${name}
        AND (${inside === null} OR department_id = ANY (${[...(inside ?? [])]}::uuid[])
          OR NOT EXISTS (SELECT FROM record o WHERE o.record_kind_id = ${kind.id} AND o.superseded_by_id IS NULL AND o.department_id IS NOT NULL))
      GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${MOST + 1}::int`);
  });
  const taken = new Set<string>();
  return values.map(({ value }) => {
    const only: Condition = { field: name, is: "=", than: { value: field.type === "boolean" ? value === "true" : value } };
    const said = field.type === "boolean" ? (value === "true" ? field.label : `not ${field.label}`) : value;
    return {
      departmentId: place.departmentId,
      code: codeFor(place.code, said, taken),
      name: `${place.name}, ${said}`.slice(0, 160),
      measure: place.measure && { ...place.measure, where: [...place.measure.where, only] },
    };
  });
}

/** "SAL-01" and "Wheat bread" give "SAL-01-WHEAT-BREAD"; a duplicate gets a number. */
function codeFor(code: string, value: string, taken: Set<string>): string {
  const plain =
    plainHeading(value)
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")
      .toUpperCase()
      .slice(0, SUFFIX) || "X";
  const base = stripTrailing(`${code.slice(0, 40 - SUFFIX - 4)}-${plain}`, "-");
  let made = base;
  for (let n = 2; taken.has(made); n++) made = `${base}-${n}`;
  taken.add(made);
  return made;
}
