import type { Metadata } from "next";
import { Keys } from "@/components/help/keys";
import { Reading } from "@/components/help/reading";
import { Meanings, Topic } from "@/components/help/topic";
import { PageHeader } from "@/components/shell/page-header";
import { requireViewer } from "@/lib/platform/auth/session";

export const metadata: Metadata = { title: "Help" };

const TOPICS = [
  ["limits", "Limits"],
  ["signals", "Signals"],
  ["status", "Status"],
  ["variation", "Variation"],
  ["assurance", "Assurance"],
  ["life", "The life of a signal"],
  ["false-signals", "False signals"],
  ["new-level", "A new level"],
  ["values", "Values"],
  ["as-of", "As known on"],
  ["access", "Who sees what"],
  ["print", "Print, PDF and CSV"],
  ["keys", "Keys"],
] as const;

/** The meaning of words and marks, for somebody who has never read a control chart. */
export default async function HelpRoute() {
  await requireViewer();
  return (
    <>
      <PageHeader
        title="Help"
        verdict="Every figure answers two independent questions: is it where we want it (status), and has something changed (signal)?"
      />
      <nav aria-label="Topics" className="mt-3 print:hidden">
        <ul className="flex flex-wrap gap-x-4 text-table">
          {TOPICS.map(([id, title]) => (
            <li key={id}>
              <a href={`#${id}`} className="inline-flex items-center underline underline-offset-2 max-md:min-h-11">
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <Reading />
      <Topic id="life" title="The life of a signal">
        <Meanings
          rows={[
            {
              key: "1",
              mark: "Open",
              means:
                "A new value broke a rule, or a value or a source is late. The answer is due at 16:00 in the company’s time zone: on the day the signal was opened, on the next working day, or on the third, depending on its level.",
            },
            {
              key: "2",
              mark: "Acknowledged",
              means: "Somebody is looking at it. The COO or a lead can ask a person, who then finds it on their Today.",
            },
            {
              key: "3",
              mark: "Explained",
              means:
                "The cause is one of seven kinds (method, machine, material, people, demand, measurement, unknown), with an explanation and an action if there is one.",
            },
            {
              key: "4",
              mark: "Acted on",
              means: "The explanation is accepted, and there is an action or an initiative. The person who accepts can ask again instead.",
            },
            {
              key: "5",
              mark: "Verified",
              means: "The KPI is back inside its limits. If it leaves them again, the signal returns to its previous state.",
            },
            {
              key: "6",
              mark: "Closed",
              means: "Three values in a row without a signal, or the late value has arrived, or a new level was accepted.",
            },
          ]}
        />
        <p>
          If nobody answers in time, the signal escalates to the next department up, and finally to the COO. Snoozing a signal hides it from
          your own list only.
        </p>
        <p>
          The level, 1 to 3, depends on the size of the change, on the amount if the KPI is money, and on how many KPIs are computed from
          it.
        </p>
      </Topic>
      <Topic id="false-signals" title="False signals">
        <p>
          With limits from 24 values, a process that has not changed at all still raises a signal in 1.6 % of its periods: 1.6 a month for
          100 monthly KPIs. That is the cost of finding real changes early. Today shows how many to expect. “Checked, found nothing” is a
          good explanation; its cause is “unknown”.
        </p>
      </Topic>
      <Topic id="new-level" title="A new level">
        <p>
          When a change lasts, the old limits would keep raising signals about something everybody knows. Accepting the new level adds an
          annotation with the reason at its start. New limits are computed from there; the chart keeps the old limits before it.
        </p>
      </Topic>
      <Topic id="values" title="Values">
        <p>
          Missing is not zero: a period without a value is a gap. Until its due day a value is provisional and drawn hollow. A correction
          never overwrites: it adds a new version with its reason, and the old one is kept. The quarterly value of a share is the sum of its
          numerators over the sum of its denominators, never a mean of percentages.
        </p>
      </Topic>
      <Topic id="as-of" title="As known on">
        <p>
          “As known on” shows a KPI or an area as it was at the end of that day: the values, targets, definitions and owners that were valid
          then, judged as of that day. It shows what a decision was based on. Departments, people’s names and the fiscal year are today’s.
        </p>
      </Topic>
      <Topic id="access" title="Who sees what">
        <p>
          A role applies to a department and all departments below it. What you do not have access to is treated as if it did not exist: in
          lists, counts, search, files and notifications. Company-wide KPIs are open to everybody with a role.
        </p>
      </Topic>
      <Topic id="print" title="Print, PDF and CSV">
        <p>
          Every page prints on A4 landscape in light colours, with the company, the date and who printed it at the top, and a table after
          each chart. Use “Print this page” under Ctrl K, or your browser’s print command. For a PDF, choose “Save as PDF” as the printer;
          your browser creates the file.
        </p>
        <p>
          “CSV” next to a table exports it as a file: all rows, with every digit, including annotations and comments. Text that a
          spreadsheet would run as a formula is prefixed with an apostrophe. Every export is recorded in the audit log.
        </p>
      </Topic>
      <Keys />
    </>
  );
}
