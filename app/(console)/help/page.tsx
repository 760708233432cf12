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

/** What the words and marks mean, for somebody who has never read a control chart. */
export default async function HelpRoute() {
  await requireViewer();
  return (
    <>
      <PageHeader
        title="Help"
        verdict="Every figure answers two questions that have nothing to do with each other: is it where we want it (status), and has something changed (signal)?"
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
                "A value landed that broke a rule, or a value or a source is late. It has a clock: the day it was opened, the next working day, or the third, by its level, until 16:00 in the company’s time zone.",
            },
            {
              key: "2",
              mark: "Acknowledged",
              means: "Somebody has it. The COO or a lead may ask a person, who then finds it on their Today.",
            },
            {
              key: "3",
              mark: "Explained",
              means:
                "The cause is named from seven kinds (method, machine, material, people, demand, measurement, unknown) in words, with an action if there is one.",
            },
            {
              key: "4",
              mark: "Acted on",
              means: "The explanation is accepted and an action or an initiative answers it. Whoever accepts may ask again instead.",
            },
            {
              key: "5",
              mark: "Verified",
              means: "The KPI is back inside its limits. If it leaves them again, the signal returns to where it was.",
            },
            {
              key: "6",
              mark: "Closed",
              means: "Three values in a row without a signal, or the late value has landed, or a new level was accepted.",
            },
          ]}
        />
        <p>
          When nobody answers in time it goes up the department tree, at the end to the COO. Leaving a signal until a date hides it from
          your own list only.
        </p>
        <p>
          The level, 1 to 3, comes from the size of the change, from the money where the KPI is money, and from how many KPIs are computed
          from it.
        </p>
      </Topic>
      <Topic id="false-signals" title="False signals">
        <p>
          Limits from 24 values raise a signal in 1.6 % of the periods of a process that has not changed at all: of 100 monthly KPIs, 1.6 a
          month. That is the price of finding real changes early. Today says how many to expect. “Looked, and found nothing” is a good
          explanation; its cause is “unknown”.
        </p>
      </Topic>
      <Topic id="new-level" title="A new level">
        <p>
          When a change lasts, the old limits would go on raising signals about something everybody knows. Accepting the new level puts an
          annotation at its start, with the reason; limits are computed anew from there and the old ones stay in the chart before it.
        </p>
      </Topic>
      <Topic id="values" title="Values">
        <p>
          Missing is not zero: a period without a value is a gap. Until its due day a value is provisional and drawn hollow. A correction
          never overwrites: it is a new version with its reason, and the old one stays. A quarter of a share is the sum of its numerators
          over the sum of its denominators, never a mean of percentages.
        </p>
      </Topic>
      <Topic id="as-of" title="As known on">
        <p>
          “As known on” shows a KPI or an area as it stood at the end of that day: the versions of values and targets that held then, judged
          as of then. It answers what a decision was based on. Names, owners and definitions are those of today.
        </p>
      </Topic>
      <Topic id="access" title="Who sees what">
        <p>
          A role holds in a department and in all below it. What you may not see is answered as if it did not exist, in lists, counts,
          search, files and notifications alike. Company-wide KPIs are open to everybody with a role.
        </p>
      </Topic>
      <Topic id="print" title="Print, PDF and CSV">
        <p>
          Every page prints on A4 landscape in light colours, with company, date and who printed it on top, and each chart followed by its
          table: “Print this page” under Ctrl K, or the browser’s own. For a PDF choose “Save as PDF” as the printer; the file is made by
          your browser.
        </p>
        <p>
          “CSV” beside a table saves it as a file: all its rows, with every digit, annotations and comments included. Text that a
          spreadsheet would run as a formula has an apostrophe in front. That a table was saved is in the audit log.
        </p>
      </Topic>
      <Keys />
    </>
  );
}
