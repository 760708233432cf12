import { AssuranceMark } from "@/components/charts/assurance-mark";
import { Frame } from "@/components/charts/frame";
import { ProcessChart } from "@/components/charts/process/process-chart";
import { Spark } from "@/components/charts/spark";
import { StatusMark } from "@/components/charts/status-mark";
import { VariationMark } from "@/components/charts/variation-mark";
import { exampleChart, RULE_EXAMPLES, RULE_LIMITS } from "@/lib/help/example";
import { Example, Meanings, Topic } from "./topic";

/** How a figure and its chart are read: limits, signals, status, variation, assurance. */
export function Reading() {
  const example = exampleChart();
  return (
    <>
      <Topic id="limits" title="Limits: what is usual">
        <p>
          Every value moves a little from one period to the next. The limits say how far it usually moves: between the two dashed lines lies
          its usual range, the grey band. They come from the measure’s own history, nobody sets them, and they say nothing about whether the
          level is good enough. That is what the target says.
        </p>
        <p>
          They are the mean of the first 24 values of a baseline, and 2.66 times the mean step from one value to the next on either side.
          From then on they are held, so that a slow change shows. With fewer than 20 values they are provisional, with fewer than 12 there
          are none. Counts and shares use the chart made for them where the data allow it.
        </p>
      </Topic>
      <Example>
        <Frame level="section" title={example.finding} caption="Parcels sent on time, %, January 2013 to June 2015">
          <ProcessChart {...example.chart} height={280} />
        </Frame>
      </Example>
      <Topic id="signals" title="Signals: something has changed">
        <p>
          A value inside its limits is not worth a question: asking about it wears people out and teaches nothing. A signal is what the
          usual movement hardly ever does. One cause opens one signal, however many points show it. These patterns open one:
        </p>
      </Topic>
      <Example>
        <ul className="grid gap-x-8 gap-y-4 md:grid-cols-2">
          {RULE_EXAMPLES.map(({ rule, words, points }) => (
            <li key={rule}>
              <Spark name={`Example of ${rule}`} unit="pieces" points={points} {...RULE_LIMITS} width={320} height={56} fluid />
              <p className="mt-1 text-table">
                <strong>{rule}.</strong> {words}
              </p>
            </li>
          ))}
        </ul>
      </Example>
      <Topic id="status" title="Status: against the target">
        <p>
          The latest value of a closed period against the target that held then. It is a second mark, beside the signal and apart from it.
        </p>
        <Meanings
          rows={[
            { key: "on", mark: <StatusMark status="on-track" />, means: "The target is reached." },
            { key: "watch", mark: <StatusMark status="watch" />, means: "Missed by at most 5 % of it; a percentage by at most 2 points." },
            { key: "off", mark: <StatusMark status="off-track" />, means: "Missed by more." },
            { key: "none", mark: <StatusMark status="no-target" />, means: "Nobody has agreed one." },
            { key: "data", mark: <StatusMark status="no-data" />, means: "There is no value yet." },
            {
              key: "stale",
              mark: <StatusMark status="on-track" staleDays={12} />,
              means:
                "The next value was due so many days ago. A late value never counts as good, whatever it said last. Of several, the worst is shown.",
            },
          ]}
        />
      </Topic>
      <Topic id="variation" title="Variation: is it moving?">
        <Meanings
          rows={[
            { key: "i", mark: <VariationMark variation="improving" />, means: "A signal, in the good direction." },
            { key: "w", mark: <VariationMark variation="worsening" />, means: "A signal, in the bad direction." },
            {
              key: "c",
              mark: <VariationMark variation="common-cause" />,
              means: "It moves as it always does. Only changing the process changes it.",
            },
            { key: "ch", mark: <VariationMark variation="changed" />, means: "A signal, where neither direction is better." },
            { key: "n", mark: <VariationMark variation="not-judged" />, means: "Fewer than 12 values since its last baseline." },
          ]}
        />
      </Topic>
      <Topic id="assurance" title="Assurance: will it reach the target?">
        <p>The usual range beside the target. If nothing changes:</p>
        <Meanings
          rows={[
            {
              key: "p",
              mark: <AssuranceMark assurance="will-pass" />,
              means: "The whole range lies on the good side: the target is always reached.",
            },
            {
              key: "h",
              mark: <AssuranceMark assurance="hit-or-miss" />,
              means: "The target lies inside the range: it is chance whether it is reached.",
            },
            {
              key: "f",
              mark: <AssuranceMark assurance="will-fail" />,
              means: "The range ends before the target: it is never reached. The process has to change.",
            },
          ]}
        />
      </Topic>
    </>
  );
}
