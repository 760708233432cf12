/** Grey stand-ins of the final size while rows load; nothing blinks. */
export function SkeletonRows({ rows, label = "Loading" }: { rows: number; label?: string }) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => `row-${row}`).map((key) => (
        <div key={key} className="flex h-8 items-center gap-4 border-b">
          <div className="h-3 w-40 rounded-sm bg-band" />
          <div className="h-3 flex-1 rounded-sm bg-band" />
          <div className="h-3 w-16 rounded-sm bg-band" />
        </div>
      ))}
    </div>
  );
}

/** A block of a known height, for a chart. */
export function SkeletonBlock({ height, label = "Loading" }: { height: number; label?: string }) {
  return <div role="status" aria-label={label} className="w-full rounded-sm bg-band" style={{ height }} />;
}
