/** The company is the first level; the database takes no deeper department either. */
export const DEPARTMENT_LEVELS = 12;

/** Something with another of its kind above it; null above: it is at the top. */
export type Node = { id: string; parentId: string | null };

/** From one up to the top, itself first. Ends where a faulty tree leads back to itself. */
export function pathUp(nodes: readonly Node[], from: string | null): string[] {
  const parentOf = new Map(nodes.map((node) => [node.id, node.parentId]));
  const path: string[] = [];
  for (let at = from; at !== null && !path.includes(at); at = parentOf.get(at) ?? null) path.push(at);
  return path;
}

/** How many levels a department and what is below it take: 1 where nothing is. Ends after DEPARTMENT_LEVELS, should it be a circle. */
export function levelsOf(nodes: readonly Node[], id: string): number {
  const below = Map.groupBy(nodes, (node) => node.parentId);
  let [level, levels] = [[id], 0];
  while (level.length > 0 && levels <= DEPARTMENT_LEVELS) {
    levels++;
    level = level.flatMap((at) => (below.get(at) ?? []).map((node) => node.id));
  }
  return levels;
}

/**
 * Why a department cannot stand under another, as a sentence; null when it can. `id` null: one that is new. `nodes`: all there are, as they
 * stand before.
 */
export function placeProblem(nodes: readonly Node[], id: string | null, parentId: string): string | null {
  const path = pathUp(nodes, parentId);
  if (id !== null && path.includes(id)) return "That department is this one or is below it. Choose another.";
  const levels = path.length + (id === null ? 1 : levelsOf(nodes, id));
  return levels > DEPARTMENT_LEVELS ? `Departments go ${DEPARTMENT_LEVELS} levels deep; this would exceed that.` : null;
}

/** Rows in the order of their tree, those of one level by name, with how deep each is. Whose parent is not among them is at the top. */
export function inTreeOrder<Row extends Node & { name: string }>(rows: readonly Row[]): (Row & { depth: number })[] {
  const known = new Set(rows.map((row) => row.id));
  const byName = rows.toSorted((a, b) => a.name.localeCompare(b.name, "en") || a.id.localeCompare(b.id));
  const below = Map.groupBy(byName, (row) => (row.parentId !== null && known.has(row.parentId) ? row.parentId : null));
  const walk = (parent: string | null, depth: number): (Row & { depth: number })[] =>
    (below.get(parent) ?? []).flatMap((row) => [{ ...row, depth }, ...walk(row.id, depth + 1)]);
  return walk(null, 0);
}
