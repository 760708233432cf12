import { clsx } from "clsx";
import { placeOf, type Span } from "@/lib/decisions/time-line";
import { formatDate } from "@/lib/format";

const box = "relative hidden xl:block";

/** The scale over a column of lines. The rows say their dates in words, so that none of this is read aloud. */
export function DecisionScale({ scale, today }: { scale: Span; today: string }) {
  const ends = [scale.from, scale.to].filter((day) => Math.abs(placeOf(scale, day) - placeOf(scale, today)) > 42);
  return (
    <div aria-hidden="true" className={clsx(box, "h-5 text-caption whitespace-nowrap text-muted")}>
      {ends.map((day) => (
        <span key={day} className={day === scale.from ? "absolute left-0" : "absolute right-0"}>
          {formatDate(day, "short")}
        </span>
      ))}
      <strong className="absolute -translate-x-1/2 text-fg" style={{ left: `${placeOf(scale, today)}%` }}>
        today
      </strong>
    </div>
  );
}

type LineProps = {
  scale: Span;
  span: Span;
  today: string;
  /** how it begins: asked (dot) or decided (square) */
  begins: "dot" | "square";
};

/** One decision: solid until today, dotted until it is due, red where that day is past. */
export function DecisionLine({ scale, span: { from, to }, today, begins }: LineProps) {
  const [start, now, end] = [from, today, to].map((day) => placeOf(scale, day)) as [number, number, number];
  const late = to < today;
  return (
    <div aria-hidden="true" className={clsx(box, "h-4")}>
      <span className="absolute inset-y-[-0.75rem] w-px bg-muted" style={{ left: `${now}%` }} />
      <span
        className={clsx("absolute top-1/2 border-t-2", late ? "border-bad" : "border-series-1")}
        style={{ left: `${start}%`, width: `${Math.max(0, now - start)}%` }}
      />
      {!late && (
        <span
          className="absolute top-1/2 border-t-2 border-dotted border-series-1"
          style={{ left: `${now}%`, width: `${Math.max(0, end - now)}%` }}
        />
      )}
      <span
        className={clsx("absolute top-1/2 size-2 -translate-1/2 bg-series-1", begins === "dot" && "rounded-full")}
        style={{ left: `${start}%` }}
      />
      <span
        className={clsx("absolute top-1/2 size-3 -translate-1/2 rounded-full border-2 bg-bg", late ? "border-bad" : "border-series-1")}
        style={{ left: `${end}%` }}
      />
    </div>
  );
}
