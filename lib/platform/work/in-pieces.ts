import "server-only";

/** `map` for long computations: after every `many` items other requests get a turn. */
export async function mapInPieces<T, U>(items: Iterable<T>, each: (item: T, index: number) => U, many = 10): Promise<U[]> {
  const made: U[] = [];
  for (const item of items) {
    made.push(each(item, made.length));
    if (made.length % many === 0) await new Promise(setImmediate);
  }
  return made;
}
