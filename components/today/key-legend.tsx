import { KeyBar, type KeyName } from "@/components/ui/key-bar";

const MOVES = ["move", "open"];
const ACTS = ["assign", "ask", "acknowledge", "snooze", "undo"];
const KEYS: readonly KeyName[] = [
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

/** The keys at the bottom of Today. */
export function KeyLegend({ singleKeys, acts }: { singleKeys: boolean /** the viewer may act on signals */; acts: boolean }) {
  return (
    <KeyBar keys={KEYS.filter(([, what]) => (singleKeys ? acts || !ACTS.includes(what) : MOVES.includes(what)))} singleKeys={singleKeys} />
  );
}
