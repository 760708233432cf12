"use client";

import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

const KEYS: [string[], string][] = [
  [["↑", "↓", "J", "K"], "move from line to line"],
  [["Enter"], "open the line"],
  [["A"], "assign: somebody does something by a day"],
  [["Q"], "ask somebody"],
  [["E"], "acknowledge: seen, and nothing to ask"],
  [["L"], "leave until a day"],
  [["I"], "open an initiative from a signal"],
  [["S"], "escalate what you were asked: up the departments, with a sentence"],
  [["D"], "decide: accept, or ask again"],
  [["X"], "explain, or done"],
  [["U"], "undo the last step, within 10 minutes"],
  [["G", "1", "0"], "G, then 1 to 9 or 0: an area"],
  [["G", "T"], "Today"],
  [["G", "M"], "My numbers"],
  [["?"], "this list"],
];

/** Every key of Today. Letters work outside fields, and can be switched off under Settings. */
export function KeysDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog
      title="Keys"
      description="Letters work outside fields. They can be switched off under Settings."
      open={open}
      onOpenChange={onOpenChange}
    >
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 text-table">
        {KEYS.map(([keys, what]) => (
          <div key={what} className="contents">
            <dt className="flex gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
