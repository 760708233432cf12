import "server-only";
import { Prisma } from "@/lib/platform/db/client";
import { containsPattern, escapeLike } from "@/lib/platform/db/like";

/** What is looked for: by what is typed, or the one of an id, to say what it is called. */
export type Wanted = { q: string } | { id: string };

/** Whether a row is wanted: every word typed stands somewhere in what it is found by; commas and brackets are those of the list. */
export const matchesWanted = (wanted: Wanted, id: Prisma.Sql, ...texts: Prisma.Sql[]): Prisma.Sql =>
  "id" in wanted
    ? Prisma.sql`${id} = ${wanted.id}::uuid`
    : Prisma.sql`concat_ws(' ', ${Prisma.join(texts)}) ILIKE ALL (${wanted.q
        .split(/[\s,()]+/)
        .filter(Boolean)
        .map(containsPattern)}::text[])`;

/** Those first whose name begins with what is typed. */
export const nearest = (wanted: Wanted, name: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`${name} ILIKE ${"id" in wanted ? "%" : `${escapeLike(wanted.q.trim())}%`} DESC, lower(${name})`;
