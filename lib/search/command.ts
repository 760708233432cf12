import type { Verb } from "@/lib/platform/authz/policy";
import { rankOf } from "./text";

/** What needs the browser and goes nowhere. */
export type Run = "print" | "theme-light" | "theme-dark" | "theme-system" | "sign-out";
/** A verb that has to be told on what: the palette asks for one of `kind` on which the viewer may do `verb`, and goes to its place. */
export type Pick = { kind: "kpi" | "initiative"; verb: Verb; at: string; ask: string };

export type Command = {
  id: string;
  group: "Go to" | "Commands";
  label: string;
  /** muted behind the label: a key, or what it is for */
  hint?: string;
  /** other words people look for it by */
  also?: string;
  href?: string;
  run?: Run;
  pick?: Pick;
};

/** Those that meet a query, the best first; all of them, as listed, for none. */
export function matchingCommands(commands: readonly Command[], query: string): Command[] {
  return commands
    .flatMap((command) => {
      const byLabel = rankOf(query, command.label);
      const rank = byLabel ?? rankOf(query, `${command.label} ${command.also ?? ""}`);
      return rank === null ? [] : [{ command, rank: byLabel === null ? rank + 3 : rank }];
    })
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ command }) => command);
}
