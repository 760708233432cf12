import "server-only";
import { Prisma } from "@/lib/platform/db/client";
import { containsPattern, escapeLike } from "@/lib/platform/db/like";

/** What to look for: typed text, or an id whose label is needed. */
export type Wanted = { q: string } | { id: string };

/** Condition: every typed word occurs in one of the texts; commas and brackets, which the list adds to labels, are ignored. */
export const matchesWanted = (wanted: Wanted, id: Prisma.Sql, ...texts: Prisma.Sql[]): Prisma.Sql =>
  "id" in wanted
    ? Prisma.sql`${id} = ${wanted.id}::uuid`
    : Prisma.sql`concat_ws(' ', ${Prisma.join(texts)}) ILIKE ALL (${wanted.q
        .split(/[\s,()]+/)
        .filter(Boolean)
        .map(containsPattern)}::text[])`;

/** Sorts names that begin with the typed text first. */
export const nearest = (wanted: Wanted, name: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`${name} ILIKE ${"id" in wanted ? "%" : `${escapeLike(wanted.q.trim())}%`} DESC, lower(${name})`;
