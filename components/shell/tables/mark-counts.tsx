import { type ShapeKind, StatusShape } from "@/components/charts/status-shape";

export type Counts = { offTrack: number; watch: number; onTrack: number; stale: number; noTarget: number; noData: number };

const order: { key: keyof Counts; kind: ShapeKind; word: string }[] = [
  { key: "stale", kind: "stale", word: "stale" },
  { key: "offTrack", kind: "off-track", word: "off track" },
  { key: "watch", kind: "watch", word: "watch" },
  { key: "onTrack", kind: "on-track", word: "on track" },
  { key: "noTarget", kind: "no-target", word: "no target" },
  { key: "noData", kind: "no-data", word: "no data" },
];

/** "3 off track  5 on track": only marks that occur, worst first. */
export function MarkCounts({ counts }: { counts: Counts }) {
  return (
    <>
      {order
        .filter(({ key }) => counts[key] > 0)
        .map(({ key, kind, word }) => (
          <span key={key} className="inline-flex items-center gap-1 whitespace-nowrap">
            <StatusShape kind={kind} size={10} />
            {counts[key]} {word}
          </span>
        ))}
    </>
  );
}
