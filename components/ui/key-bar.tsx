import { Kbd } from "./kbd";

/** Keys with the same effect, and what it is. */
export type KeyName = readonly [readonly string[], string];

/** The keys of a page, at its foot; none on the phone and on a touch screen. `singleKeys`: whether letters work for the viewer. */
export function KeyBar({ keys, singleKeys }: { keys: readonly KeyName[]; singleKeys: boolean }) {
  return (
    <p className="mt-8 hidden flex-wrap gap-x-4 gap-y-2 border-t pt-3 text-caption text-muted md:flex pointer-coarse:hidden print:hidden">
      {keys.map(([names, what]) => (
        <span key={what} className="inline-flex items-center gap-1">
          {names.map((name) => (
            <Kbd key={name}>{name}</Kbd>
          ))}
          {what}
        </span>
      ))}
      {!singleKeys && <span>Letter keys are turned off under Settings.</span>}
    </p>
  );
}
