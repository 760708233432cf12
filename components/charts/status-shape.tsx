import type { StatusMark } from "@/lib/charts/view";

export type ShapeKind = StatusMark | "stale";

/** The shape of a status without its word: circle, triangle, diamond, ring, dashed square. Decoration: its word is next to it. */
export function StatusShape({ kind, size = 12 }: { kind: ShapeKind; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 12 12" aria-hidden="true" className="inline-block flex-none overflow-visible">
      <Shape kind={kind} />
    </svg>
  );
}

function Shape({ kind }: { kind: ShapeKind }) {
  switch (kind) {
    case "on-track":
      return <circle cx="6" cy="6" r="5" className="fill-good" />;
    case "watch":
      return <path d="M6 .8 11.6 11H.4z" className="fill-watch" />;
    case "off-track":
      return <path d="M6 0 12 6 6 12 0 6z" className="fill-bad" />;
    case "stale":
      return (
        <rect x="1" y="1" width="10" height="10" rx="2" className="fill-none stroke-idle" strokeWidth="1.5" strokeDasharray="2.2 1.8" />
      );
    case "no-target":
    case "no-data":
      return <circle cx="6" cy="6" r="4.6" className="fill-none stroke-idle" strokeWidth="1.75" />;
  }
}
