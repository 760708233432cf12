/** A department and the one above it; null above: the company itself. */
export type Place = { id: string; parentId: string | null };

/** A department and everything above it, from below. Ends where a faulty tree leads back to itself. */
function above(id: string, parentOf: ReadonlyMap<string, string | null>): Set<string> {
  const path = new Set<string>();
  for (let at: string | null = id; at !== null && !path.has(at); at = parentOf.get(at) ?? null) path.add(at);
  return path;
}

/**
 * Which departments come under a role, or out from under one, when a tree becomes another: a role on a department reaches all below it, and on
 * the company itself more than that. By department, those of `grantedOn` (departments somebody holds a role on) that reach it in one of the trees
 * only. Departments that are new or gone are nobody's loss or gain. Linear in the departments and the depth of the tree.
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
