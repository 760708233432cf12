/**
 * Moves label centres apart until neighbours are `gap` apart, each as close to its wanted position as possible, all within [min, max]. The
 * result keeps the input order. Overlapping labels form a block centred on the mean of their wanted positions (pool adjacent violators). If
 * the labels cannot fit, they keep the gap and extend beyond max.
 */
export function spreadLabels(wanted: number[], gap: number, min: number, max: number): number[] {
  const order = wanted.map((y, i) => ({ y, i })).sort((a, b) => a.y - b.y || a.i - b.i);
  // subtracting rank * gap turns "gap apart" into "not decreasing"
  const blocks: { sum: number; count: number }[] = [];
  order.forEach(({ y }, rank) => {
    let block = { sum: y - rank * gap, count: 1 };
    for (let prev = blocks.at(-1); prev !== undefined && prev.sum / prev.count > block.sum / block.count; prev = blocks.at(-1)) {
      block = { sum: prev.sum + block.sum, count: prev.count + block.count };
      blocks.pop();
    }
    blocks.push(block);
  });
  const top = Math.max(min, max - (wanted.length - 1) * gap);
  const settled = blocks.flatMap(({ sum, count }) => Array.from({ length: count }, () => Math.min(top, Math.max(min, sum / count))));
  const result = new Array<number>(wanted.length).fill(0);
  order.forEach(({ i }, rank) => {
    result[i] = (settled[rank] ?? 0) + rank * gap;
  });
  return result;
}
