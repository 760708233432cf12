/** The inputs of each KPI, by code or id. A KPI that is not computed may be absent. */
export type FormulaGraph = ReadonlyMap<string, readonly string[]>;

/** A cycle as a path that ends where it began, ["A", "B", "A"]; null if every formula can be computed. */
export function cycleIn(graph: FormulaGraph): string[] | null {
  const done = new Set<string>();
  for (const start of graph.keys()) {
    const path: string[] = [];
    const onPath = new Set<string>();
    // An explicit stack: a chain of formulas may be deeper than the engine's call stack.
    const stack: { node: string; inputs: Iterator<string> }[] = [];
    const enter = (node: string) => {
      path.push(node);
      onPath.add(node);
      stack.push({ node, inputs: (graph.get(node) ?? [])[Symbol.iterator]() });
    };
    if (!done.has(start)) enter(start);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const { value: input, done: exhausted } = top.inputs.next();
      if (exhausted) {
        stack.pop();
        path.pop();
        onPath.delete(top.node);
        done.add(top.node);
      } else if (onPath.has(input)) return [...path.slice(path.indexOf(input)), input];
      else if (!done.has(input)) enter(input);
    }
  }
  return null;
}

/** The nodes of the graph, with every input before the KPIs computed from it. Throws RangeError on a cycle. */
export function inOrder(graph: FormulaGraph): string[] {
  const cycle = cycleIn(graph);
  if (cycle) throw new RangeError(`Circular formulas: ${cycle.join(" from ")}.`);
  const waiting = new Map([...graph].map(([node, inputs]) => [node, new Set(inputs.filter((input) => graph.has(input))).size]));
  const usedBy = new Map<string, string[]>();
  for (const [node, inputs] of graph) for (const input of new Set(inputs)) usedBy.set(input, [...(usedBy.get(input) ?? []), node]);
  const order = [...waiting].filter(([, count]) => count === 0).map(([node]) => node);
  for (const node of order)
    for (const user of usedBy.get(node) ?? []) {
      const left = (waiting.get(user) ?? 0) - 1;
      waiting.set(user, left);
      if (left === 0) order.push(user);
    }
  return order;
}
