import { RowHeader, Table, Td, Th } from "@/components/ui/table";
import { formatAgo } from "@/lib/format";
import type { BackgroundWork } from "@/lib/platform/jobs/queries";

const WORDS: Record<BackgroundWork["queues"][number]["name"], string> = {
  "watch-clock": "Late values and answers",
  "day-turn": "Daily update",
  remind: "Reminders",
  digest: "Digests",
  mail: "Mails",
  import: "File imports",
  anchor: "Audit log anchors",
  sweep: "Removing old entries",
};
/** After this long without a sign of life, or with a job waiting, it is reported as wrong. */
const LATE_SECONDS = 120;

/** One sentence: whether the background work runs. `now`: real time, ISO. */
export function backgroundState({ lastRun, overdue }: BackgroundWork, now: string): { text: string; wrong: boolean } {
  if (lastRun === null) return { text: "The background work has never run.", wrong: true };
  const quiet = (Date.parse(now) - Date.parse(lastRun)) / 1000;
  const text = `Background work: last run ${formatAgo(lastRun, now)}.`;
  if (quiet > LATE_SECONDS) return { text: `${text} It is not running at the moment: see the log of the installation.`, wrong: true };
  if (overdue !== null && overdue > LATE_SECONDS)
    return { text: `${text} The longest-waiting job is ${Math.round(overdue / 60)} min overdue.`, wrong: true };
  return { text, wrong: false };
}

export function BackgroundTable({ work, now }: { work: BackgroundWork; now: string }) {
  return (
    <Table label="Background work by kind">
      <thead>
        <tr>
          <Th>Kind</Th>
          <Th>Last run</Th>
          <Th numeric>Waiting</Th>
          <Th numeric>Running</Th>
          <Th numeric>Failed</Th>
        </tr>
      </thead>
      <tbody>
        {work.queues.map((queue) => (
          <tr key={queue.name}>
            <RowHeader>{WORDS[queue.name]}</RowHeader>
            <Td>{queue.lastDone === null ? "not yet" : formatAgo(queue.lastDone, now)}</Td>
            <Td numeric>{queue.waiting}</Td>
            <Td numeric>{queue.running}</Td>
            <Td numeric className={queue.dead > 0 ? "font-medium text-bad" : ""}>
              {queue.dead}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
