import "server-only";
import { ENTITIES } from "@/lib/entities";
import { AppError, type AppErrorCode } from "@/lib/errors";
import { can, canSomewhere, type Verb } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import type { Searched } from "@/lib/platform/entities/description";
import type { Found, FoundKind } from "./schema";
import { ACCENTED, wordsOf } from "./text";

/** Of each kind; whoever needs the ninth types another word. */
export const FOUND_PER_KIND = 8;
/** Read before rows that the viewer may not do the verb to are left out. */
const CANDIDATES = 60;

export type Asked = { q: string; kind?: FoundKind | undefined; verb?: Verb | undefined; ids?: readonly string[] | undefined };
/** `rank`: 0 the code itself, 1 to 3 the code or the name, 4 found by something else. */
type Row = Omit<Found, "heading"> & { departmentId: string | null; ownerId: string | null; companyWide: boolean; rank: number };

const NONE = Prisma.sql`NULL`;
const bare = (column: Prisma.Sql) => Prisma.sql`lower(translate(${column}, ${ACCENTED.from}, ${ACCENTED.to}))`;

/**
 * Rows of one kind that hold every word of the query, the best eight: the code itself, then codes that begin with it, names that begin with
 * it, names with every word at the beginning of a word, the rest.
 */
function matches(sql: Sql, kind: FoundKind, of: Searched, asked: Asked): Promise<Row[]> {
  const words = wordsOf(asked.q);
  const whole = words.join(" ");
  const { code, name, also = Prisma.sql`''`, hint, id, href = Prisma.sql`''`, from } = of;
  const { departmentId = NONE, ownerId = NONE, companyWide = Prisma.sql`false` } = of;
  const within = asked.ids === undefined ? Prisma.sql`true` : Prisma.sql`${id} = ANY (${[...asked.ids]}::uuid[])`;
  return sql.query<Row>(Prisma.sql`
    SELECT ${kind}::text AS kind, id, code, name, hint, href, "departmentId", "ownerId", "companyWide",
      CASE WHEN c = ${whole} OR replace(c, '-', '') = ${whole} THEN 0 WHEN starts_with(c, ${whole}) THEN 1 WHEN starts_with(n, ${whole}) THEN 2
        WHEN NOT EXISTS (SELECT FROM unnest(${words}::text[]) AS w WHERE strpos(' ' || n, ' ' || w) = 0) THEN 3 ELSE 4 END AS rank FROM (
      SELECT ${id}::text AS id, ${code} AS code, ${name} AS name, ${hint} AS hint, ${href} AS href, ${departmentId}::text AS "departmentId", ${ownerId}::text AS "ownerId",
        ${companyWide} AS "companyWide", ${bare(code)} AS c, ${bare(name)} AS n, ${bare(Prisma.sql`concat_ws(' ', ${code}, replace(${code}, '-', ''), ${name}, ${also})`)} AS hay
      ${from} AND ${within}) AS found
    WHERE NOT EXISTS (SELECT FROM unnest(${words}::text[]) AS w WHERE strpos(hay, w) = 0)
    ORDER BY rank, n, c, id
    LIMIT ${asked.verb === undefined ? FOUND_PER_KIND : CANDIDATES}`);
}

type Finder = {
  kind: FoundKind;
  heading: string;
  /** has a page of its own, to be opened again */
  page: boolean;
  offered: (viewer: Viewer) => boolean;
  /** Whether the verb may be done to the row. */
  does: (viewer: Viewer, verb: Verb, row: Row) => boolean;
  find: (sql: Sql, viewer: Viewer, asked: Asked) => Promise<Row[]>;
};

const REFUSALS: readonly AppErrorCode[] = ["FORBIDDEN", "NOT_FOUND", "INVALID"];

/** A refusal in words of its own is a no like any other; what else is thrown is a fault. */
function unlessRefused(may: () => boolean): boolean {
  try {
    return may();
  } catch (error) {
    if (error instanceof AppError && REFUSALS.includes(error.code)) return false;
    throw error;
  }
}

/** What the descriptions of entities say is found by name, in the order it is listed. */
const FINDERS: readonly Finder[] = ENTITIES.flatMap(({ words: { type, many, hrefOf, found = 0 }, reads, commands, search: searched }) =>
  searched === undefined
    ? []
    : [
        {
          place: found,
          kind: type,
          heading: many,
          page: hrefOf !== undefined,
          offered: (viewer: Viewer) => canSomewhere(viewer, reads),
          does: (viewer: Viewer, verb: Verb, row: Row) => unlessRefused(() => (commands?.may ?? can)(viewer, verb, row)),
          find: async (sql: Sql, viewer: Viewer, asked: Asked) => {
            const rows = await matches(sql, type, searched(viewer, asked.verb), asked);
            return hrefOf === undefined ? rows : rows.map((row) => ({ ...row, href: hrefOf(row.id) }));
          },
        },
      ],
).toSorted((a, b) => a.place - b.place);

/**
 * What the viewer may read and the query names, at most eight of each kind, kinds in a fixed order. Nothing for an empty query, unless it
 * is asked of one kind (then the first by name) or by `ids` (then those, in that order). It says nothing of how many there are.
 */
export function search(viewer: Viewer, asked: Asked): Promise<Found[]> {
  const empty = wordsOf(asked.q).length === 0;
  const finders = FINDERS.filter(({ kind, page }) => (asked.kind ? kind === asked.kind : page || asked.ids === undefined));
  if (empty && asked.kind === undefined && asked.ids === undefined) return Promise.resolve([]);
  return reading(viewer, async (tx) => {
    const sql = onTx(tx);
    const found: Row[] = [];
    for (const { offered, find, does } of finders) {
      if (!offered(viewer)) continue;
      const rows = await find(sql, viewer, asked);
      const { verb } = asked;
      found.push(...(verb === undefined ? rows : rows.filter((row) => does(viewer, verb, row))).slice(0, FOUND_PER_KIND));
    }
    const { ids } = asked;
    // Whoever types a whole code means that one, of whatever kind it is; what has the words in its name comes before what they are found beside.
    const nearest = new Map<FoundKind, number>();
    for (const { kind, rank } of found) nearest.set(kind, Math.min(nearest.get(kind) ?? 4, rank));
    const tier = ({ kind }: Row) => [0, 1, 1, 1, 2][nearest.get(kind) ?? 4] ?? 2;
    if (!empty) found.sort((a, b) => tier(a) - tier(b));
    if (ids) found.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
    const headings = new Map(finders.map(({ kind, heading }) => [kind, heading]));
    return found.map(({ kind, id, code, name, hint, href }) => ({ kind, heading: headings.get(kind) ?? kind, id, code, name, hint, href }));
  });
}
