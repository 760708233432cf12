/** A department and its parent; no parent means the company itself. */
export type Place = { id: string; parentId: string | null };

/** A department and all its ancestors, from the bottom up. Stops if a faulty tree contains a cycle. */
function above(id: string, parentOf: ReadonlyMap<string, string | null>): Set<string> {
  const path = new Set<string>();
  for (let at: string | null = id; at !== null && !path.has(at); at = parentOf.get(at) ?? null) path.add(at);
  return path;
}

/**
 * Which departments gain or lose the reach of a role when a tree changes: a role on a department reaches all below it, and a role on the
 * company reaches everything. By department, those of `grantedOn` (departments somebody has a role on) that reach it in only one of the
 * trees. New and removed departments do not count. Linear in the departments and the depth of the tree.
 */
export function movedReach(before: readonly Place[], after: readonly Place[], grantedOn: ReadonlySet<string>): Map<string, string[]> {
  const [was, is] = [before, after].map((places) => new Map(places.map((place) => [place.id, place.parentId])));
  const moved = new Map<string, string[]>();
  if (was === undefined || is === undefined) return moved;
  for (const [id, parentId] of was) {
    const now = is.get(id);
    if (now === undefined) continue;
    const [old, next] = [above(id, was), above(id, is)];
    const either = [...old, ...next].filter((one) => grantedOn.has(one) && old.has(one) !== next.has(one));
    if (grantedOn.has(id) && (parentId === null) !== (now === null)) either.push(id);
    if (either.length > 0) moved.set(id, either);
  }
  return moved;
}
