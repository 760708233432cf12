"use client";

import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

const KEYS: [string[], string][] = [
  [["↑", "↓", "J", "K"], "move between rows"],
  [["Enter"], "open the row"],
  [["A"], "assign: give somebody an action with a due date"],
  [["Q"], "ask somebody"],
  [["E"], "acknowledge: seen, no question"],
  [["L"], "snooze until a date"],
  [["I"], "open an initiative from a signal"],
  [["S"], "escalate what you were asked to the department above, with a reason"],
  [["D"], "decide: accept or ask again"],
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
      description="Letters work only outside fields. You can turn them off under Settings."
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
