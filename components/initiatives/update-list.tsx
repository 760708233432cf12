import { wallClock } from "@/lib/calendar/time-zone";
import { weekdayOf } from "@/lib/initiatives/words/phrases";
import { JUDGEMENTS, wordOf } from "@/lib/initiatives/words/words";
import type { UpdateRow } from "@/lib/pages/initiative/queries";

/** Check-ins, newest first. They cannot be changed. */
export function UpdateList({ updates, today, timeZone }: { updates: UpdateRow[]; today: string; timeZone: string }) {
  return (
    <ol>
      {updates.map((update) => (
        <li key={update.id} className="border-b py-2 text-table">
          <p className="text-caption text-muted">
            {weekdayOf(wallClock(update.at, timeZone).day, today)} · <span className="font-medium text-fg">{update.authorName}</span> ·{" "}
            {wordOf(JUDGEMENTS, update.judgement).toLowerCase()}
          </p>
          <p className="whitespace-pre-line break-words">{update.text}</p>
          {update.obstacle !== "" && <p className="whitespace-pre-line break-words text-muted">Obstacle: {update.obstacle}</p>}
        </li>
      ))}
    </ol>
  );
}
