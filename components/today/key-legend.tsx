import { Kbd } from "@/components/ui/kbd";

const MOVES = ["move", "open"];
const ACTS = ["assign", "ask", "acknowledge", "snooze", "undo"];
const KEYS: [string[], string][] = [
  [["↑", "↓"], "move"],
  [["Enter"], "open"],
  [["A"], "assign"],
  [["Q"], "ask"],
  [["E"], "acknowledge"],
  [["L"], "snooze"],
  [["U"], "undo"],
  [["G"], "then 1–0 area"],
  [["?"], "all keys"],
];

/** The keys at the bottom of Today; none on the phone. */
export function KeyLegend({ singleKeys, acts }: { singleKeys: boolean /** the viewer may act on signals */; acts: boolean }) {
  const shown = KEYS.filter(([, what]) => (singleKeys ? acts || !ACTS.includes(what) : MOVES.includes(what)));
  return (
    <p className="mt-8 hidden flex-wrap gap-x-4 gap-y-2 border-t pt-3 text-caption text-muted md:flex print:hidden">
      {shown.map(([keys, what]) => (
        <span key={what} className="inline-flex items-center gap-1">
          {keys.map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
          {what}
        </span>
      ))}
      {!singleKeys && <span>Letter keys are turned off under Settings.</span>}
    </p>
  );
}
