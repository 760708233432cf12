import type { ReactNode } from "react";
import { textsOf } from "@/components/ui/action-form";

type Props = {
  current: unknown;
  /** the values the form was opened with */
  shown: Record<string, string>;
  /** its fields in order: name and label */
  labels: readonly (readonly [string, string])[];
  /** formats a stored value */
  say: (name: string, value: string) => ReactNode;
};

/** After a conflict: what somebody else changed, next to the user's own input. Sending again overwrites it knowingly. */
export function ConflictNote({ current, shown, labels, say }: Props) {
  const now = textsOf(current);
  if (now === null) return null;
  const changed = labels.filter(([name]) => now[name] !== undefined && now[name] !== shown[name]);
  return (
    <div role="alert" className="border-l-2 border-bad pl-3 text-table">
      <p className="font-medium">Somebody else saved this first. Your input is still here; save again to overwrite theirs.</p>
      {changed.length > 0 && (
        <ul className="mt-1 text-muted">
          {changed.map(([name, label]) => (
            <li key={name}>
              {label}: was {quote(say(name, shown[name] ?? ""))}, is now{" "}
              <span className="text-fg">{quote(say(name, now[name] ?? ""))}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const quote = (text: ReactNode) => (text === "" ? "empty" : <>“{text}”</>);
