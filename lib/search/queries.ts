import "server-only";
import { ENTITIES } from "@/lib/entities";
import { mayWork } from "@/lib/initiatives/rights";
import { initiativeIsVisible } from "@/lib/initiatives/rows/queries";
import { can, canSomewhere, departmentsWhere, type Verb } from "@/lib/platform/authz/policy";
import { readable, readableKpi } from "@/lib/platform/authz/readable";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import { type Found, type FoundKind, KIND_WORDS } from "./schema";
import { ACCENTED, normalize, wordsOf } from "./text";

/** Of each kind; whoever needs the ninth types another word. */
export const FOUND_PER_KIND = 8;
/** Read before rows that the viewer may not do the verb to are left out. */
const CANDIDATES = 60;

export type Asked = { q: string; kind?: FoundKind | undefined; verb?: Verb | undefined; ids?: readonly string[] | undefined };
type Row = Found & { departmentId: string | null; ownerId: string | null; companyWide: boolean };

const bare = (column: Prisma.Sql) => Prisma.sql`lower(translate(${column}, ${ACCENTED.from}, ${ACCENTED.to}))`;

/**
 * Rows of one kind that hold every word of the query, the best eight: the code itself, then codes that begin with it, names that begin with
 * it, names with every word at the beginning of a word, the rest. `columns`: kind to company_wide, over `from`; `also`: looked through, too.
 */
async function matches(
  sql: Sql,
  of: { code: Prisma.Sql; name: Prisma.Sql; also?: Prisma.Sql; columns: Prisma.Sql; from: Prisma.Sql; id?: Prisma.Sql },
  asked: Asked,
): Promise<Row[]> {
  const words = wordsOf(asked.q);
  const whole = words.join(" ");
  const { code, name, also = Prisma.sql`''`, columns, from, id } = of;
  const within = asked.ids === undefined || id === undefined ? Prisma.sql`true` : Prisma.sql`${id} = ANY (${[...asked.ids]}::uuid[])`;
  return sql.query<Row>(Prisma.sql`
    SELECT kind, id, code, name, hint, href, "departmentId", "ownerId", "companyWide" FROM (
      SELECT ${columns}, ${bare(code)} AS c, ${bare(name)} AS n, ${bare(Prisma.sql`concat_ws(' ', ${code}, replace(${code}, '-', ''), ${name}, ${also})`)} AS hay ${from} AND ${within}) AS found
    WHERE NOT EXISTS (SELECT FROM unnest(${words}::text[]) AS w WHERE strpos(hay, w) = 0)
    ORDER BY CASE WHEN c = ${whole} OR replace(c, '-', '') = ${whole} THEN 0 WHEN starts_with(c, ${whole}) THEN 1 WHEN starts_with(n, ${whole}) THEN 2
      WHEN NOT EXISTS (SELECT FROM unnest(${words}::text[]) AS w WHERE strpos(' ' || n, ' ' || w) = 0) THEN 3 ELSE 4 END, n, c, id
    LIMIT ${asked.verb === undefined ? FOUND_PER_KIND : CANDIDATES}`);
}

const none = Prisma.sql`NULL::text AS "departmentId", NULL::text AS "ownerId", false AS "companyWide"`;

type Finder = { offered: (viewer: Viewer) => boolean; find: (sql: Sql, viewer: Viewer, asked: Asked) => Promise<Row[]> };

/** What the descriptions of entities say is found by name. */
const described = (): [FoundKind, Finder][] =>
  ENTITIES.flatMap(({ words: { type, hrefOf }, reads, search: searched }) =>
    searched === undefined
      ? []
      : [
          [
            type,
            {
              offered: (viewer) => canSomewhere(viewer, reads),
              find: async (sql, viewer, asked) => {
                const { code, name, also, hint, id, departmentId, ownerId, from } = searched(viewer);
                const columns = Prisma.sql`${type}::text AS kind, ${id}::text AS id, ${code} AS code, ${name} AS name, ${hint} AS hint, '' AS href,
                  ${departmentId}::text AS "departmentId", ${ownerId}::text AS "ownerId", false AS "companyWide"`;
                const rows = await matches(sql, { id, code, name, ...(also && { also }), columns, from }, asked);
                return rows.map((row) => ({ ...row, href: hrefOf(row.id) }));
              },
            },
          ] as [FoundKind, Finder],
        ],
  );

const FINDERS: Readonly<Record<FoundKind, Finder>> = {
  kpi: {
    offered: (viewer) => canSomewhere(viewer, "kpi.read"),
    find: (sql, viewer, asked) =>
      matches(
        sql,
        {
          id: Prisma.sql`k.id`,
          code: Prisma.sql`k.code`,
          name: Prisma.sql`k.name`,
          also: Prisma.sql`d.name`,
          columns: Prisma.sql`'kpi' AS kind, k.id::text AS id, k.code, k.name, d.name AS hint, '/kpis/' || k.id AS href,
            k.department_id::text AS "departmentId", p.holder_id::text AS "ownerId", k.company_wide AS "companyWide"`,
          from: Prisma.sql`FROM kpi k JOIN department d ON d.id = k.department_id LEFT JOIN position p ON p.id = k.position_id
            WHERE k.archived_at IS NULL AND ${readableKpi(viewer, "k")}
              AND (${asked.verb !== "measurement.record"} OR k.source = 'manual')`,
        },
        asked,
      ),
  },
  initiative: {
    offered: (viewer) => canSomewhere(viewer, "initiative.read"),
    find: (sql, viewer, asked) =>
      matches(
        sql,
        {
          id: Prisma.sql`i.id`,
          code: Prisma.sql`i.code`,
          name: Prisma.sql`i.title`,
          also: Prisma.sql`o.name`,
          columns: Prisma.sql`'initiative' AS kind, i.id::text AS id, i.code, i.title AS name, o.name || CASE WHEN i.closed_on IS NULL THEN '' ELSE ', closed' END AS hint,
            '/initiatives/' || i.id AS href, i.department_id::text AS "departmentId", i.owner_id::text AS "ownerId", false AS "companyWide"`,
          from: Prisma.sql`FROM initiative i JOIN person o ON o.id = i.owner_id WHERE ${initiativeIsVisible(viewer)} AND (${asked.verb === undefined} OR i.closed_on IS NULL)`,
        },
        asked,
      ),
  },
  department: {
    offered: (viewer) => viewer.business,
    find: (sql, viewer, asked) =>
      matches(
        sql,
        {
          id: Prisma.sql`d.id`,
          code: Prisma.sql`d.code`,
          name: Prisma.sql`d.name`,
          columns: Prisma.sql`'department' AS kind, d.id::text AS id, d.code, d.name, coalesce(u.name, '') AS hint, '/departments/' || d.id AS href, ${none}`,
          from: Prisma.sql`FROM department d LEFT JOIN department u ON u.id = d.parent_id AND u.id = ANY (${[...viewer.readable]}::uuid[])
            WHERE d.archived_at IS NULL AND d.id = ANY (${[...viewer.readable]}::uuid[])`,
        },
        asked,
      ),
  },
  person: {
    offered: (viewer) => canSomewhere(viewer, "grant.read"),
    find: (sql, viewer, asked) =>
      matches(
        sql,
        {
          id: Prisma.sql`p.id`,
          code: Prisma.sql`p.code`,
          name: Prisma.sql`p.name`,
          also: Prisma.sql`concat_ws(' ', p.email, p.job_title)`,
          columns: Prisma.sql`'person' AS kind, p.id::text AS id, '' AS code, p.name, concat_ws(', ', p.job_title, d.name) AS hint, '/settings/people/' || p.id AS href, ${none}`,
          from: Prisma.sql`FROM person p LEFT JOIN department d ON d.id = p.department_id
            WHERE (p.department_id = ANY (${departmentsWhere(viewer, "grant.read")}::uuid[]) OR (p.department_id IS NULL AND ${can(viewer, "grant.read", { departmentId: null })}))`,
        },
        asked,
      ),
  },
  action: {
    offered: (viewer) => canSomewhere(viewer, "initiative.read"),
    find: (sql, viewer, asked) =>
      matches(
        sql,
        {
          code: Prisma.sql`''`,
          name: Prisma.sql`a.title`,
          columns: Prisma.sql`'action' AS kind, a.id::text AS id, '' AS code, a.title AS name, o.name || ', due ' || to_char(a.due_on, 'FMDD Mon YYYY') AS hint,
            CASE WHEN a.initiative_id IS NOT NULL THEN '/initiatives/' || a.initiative_id WHEN a.kpi_id IS NOT NULL THEN '/kpis/' || a.kpi_id ELSE '/' END AS href, ${none}`,
          from: Prisma.sql`FROM action a JOIN person o ON o.id = a.owner_id LEFT JOIN initiative i ON i.id = a.initiative_id
            WHERE a.done_on IS NULL AND (${readable(viewer, "a", { owner: "owner_id" })}
              OR (i.id IS NOT NULL AND ${initiativeIsVisible(viewer)}))`,
        },
        asked,
      ),
  },
  import: {
    offered: (viewer) => canSomewhere(viewer, "data.read"),
    find: (sql, _viewer, asked) =>
      matches(
        sql,
        {
          code: Prisma.sql`i.id::text`,
          name: Prisma.sql`i.file_name`,
          columns: Prisma.sql`'import' AS kind, i.id::text AS id, i.id::text AS code, i.file_name AS name, to_char(i.imported_at, 'FMDD Mon YYYY') || CASE i.state WHEN 'undone' THEN ', undone' ELSE '' END AS hint, '/data' AS href, ${none}`,
          from: Prisma.sql`FROM import i WHERE true`,
        },
        asked,
      ),
  },
  records: {
    offered: (viewer) => canSomewhere(viewer, "data.read"),
    find: (sql, _viewer, asked) =>
      matches(
        sql,
        {
          code: Prisma.sql`r.code`,
          name: Prisma.sql`r.name`,
          columns: Prisma.sql`'records' AS kind, r.id::text AS id, r.code, r.name, 'records' AS hint, '/data' AS href, ${none}`,
          from: Prisma.sql`FROM record_kind r WHERE true`,
        },
        asked,
      ),
  },
  ...Object.fromEntries(described()),
};
/** What has no page of its own to be opened again. */
const NEVER_RECENT = ["action", "import", "records"];

/** Whether the verb may be done to the row: initiatives are also worked on by whom they were given to. */
const does = (viewer: Viewer, verb: Verb, row: Row) => (row.kind === "initiative" ? mayWork : can)(viewer, verb, row);

/**
 * What the viewer may read and the query names, at most eight of each kind, kinds in a fixed order. Nothing for an empty query, unless it
 * is asked of one kind (then the first by name) or by `ids` (then those, in that order). It says nothing of how many there are.
 */
export function search(viewer: Viewer, asked: Asked): Promise<Found[]> {
  const empty = wordsOf(asked.q).length === 0;
  const kinds: FoundKind[] = asked.kind
    ? [asked.kind]
    : asked.ids
      ? Object.keys(FINDERS).filter((kind) => !NEVER_RECENT.includes(kind))
      : Object.keys(KIND_WORDS).filter((kind) => Object.hasOwn(FINDERS, kind));
  if (empty && asked.kind === undefined && asked.ids === undefined) return Promise.resolve([]);
  return reading(viewer, async (tx) => {
    const sql = onTx(tx);
    const found: Row[] = [];
    for (const kind of kinds) {
      const finder = FINDERS[kind];
      if (!finder?.offered(viewer)) continue;
      const { find } = finder;
      const rows = await find(sql, viewer, asked);
      const { verb } = asked;
      found.push(...(verb === undefined ? rows : rows.filter((row) => does(viewer, verb, row))).slice(0, FOUND_PER_KIND));
    }
    const { ids } = asked;
    // Whoever types a whole code means that one, of whatever kind it is.
    const meant = new Set(found.filter(({ code }) => !empty && normalize(code) === normalize(asked.q)).map(({ kind }) => kind));
    found.sort((a, b) => Number(meant.has(b.kind)) - Number(meant.has(a.kind)));
    if (ids) found.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
    return found.map(({ kind, id, code, name, hint, href }) => ({ kind, id, code, name, hint, href }));
  });
}
