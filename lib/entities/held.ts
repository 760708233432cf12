import "server-only";
import { AppError } from "@/lib/errors";
import { countsInWords } from "@/lib/organisation/blockers";
import type { Closing } from "@/lib/organisation/closing";
import { asInstallation } from "@/lib/platform/db/as-installation";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import type { Held } from "@/lib/platform/entities/description";
import { ENTITIES } from ".";

const HELD = ENTITIES.flatMap(({ held }) => held ?? []).sort((a, b) => a.place - b.place);

/** How many of each are open there, by name, and in words what keeps it from being closed; null when nothing does. */
export type Contents = { counts: Readonly<Record<string, number>>; blockers: string | null };

/**
 * What is open in each of these departments themselves, not below them, or at these positions. Counted for whoever administers them: an
 * administrator reads no figures, and none is read here.
 */
export async function heldIn(sql: Sql, where: Held["in"], ids: readonly string[]): Promise<(id: string) => Contents> {
  const kinds = HELD.filter((kind) => kind.in === where);
  const counts = kinds.map(({ from }) => Prisma.sql`(SELECT count(*)::int ${from(Prisma.sql`place.id`)})`);
  const rows = await asInstallation(sql, () =>
    sql.query<{ id: string; counts: number[] }>(
      Prisma.sql`SELECT place.id::text, ARRAY[${Prisma.join(counts)}] AS counts FROM unnest(${[...ids]}::uuid[]) AS place (id)`,
    ),
  );
  const byId = new Map(rows.map((row) => [row.id, row.counts]));
  return (id) => {
    const held = kinds.map((kind, n) => ({ ...kind, count: byId.get(id)?.[n] ?? 0 }));
    return { counts: Object.fromEntries(held.map(({ name, count }) => [name, count])), blockers: countsInWords(held) };
  };
}

/** INVALID, with what is in the way. */
export async function refuseHeld(sql: Sql, { in: where, id, name, first }: Closing): Promise<void> {
  const { blockers } = (await heldIn(sql, where, [id]))(id);
  if (blockers !== null) throw new AppError("INVALID", `${name} cannot be closed yet. It still has ${blockers}. ${first}`);
}
