import { QuestionBox } from "@/components/charts/question-box";
import { type ShapeKind, StatusShape } from "@/components/charts/status-shape";
import { MARK_WORDS, type Mark } from "@/lib/decisions/view";

const SHAPES: Record<Exclude<Mark, "open">, ShapeKind> = {
  late: "stale",
  due: "stale",
  running: "no-data",
  held: "on-track",
  "not-held": "off-track",
};

/** The shape of a decision's state, as decoration: its word is next to it. `small`: in a line of several. */
export function DecisionShape({ mark, small = false }: { mark: Mark; small?: boolean }) {
  if (mark !== "open") return <StatusShape kind={SHAPES[mark]} />;
  return small ? (
    <span aria-hidden="true" className="inline-block size-3 flex-none rounded-[3px] border-[1.5px] border-fg" />
  ) : (
    <QuestionBox />
  );
}

/** In front of a row: its state as a shape, and as a word for screen readers. */
export function DecisionMark({ mark }: { mark: Mark }) {
  return (
    <span className="flex justify-center self-start pt-0.5 md:self-center md:pt-0">
      <DecisionShape mark={mark} />
      <span className="sr-only">{MARK_WORDS[mark]}: </span>
    </span>
  );
}
