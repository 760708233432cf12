import { AssuranceMark } from "@/components/charts/assurance-mark";
import { Frame } from "@/components/charts/frame";
import { ProcessChart } from "@/components/charts/process/process-chart";
import { Spark } from "@/components/charts/spark";
import { StatusMark } from "@/components/charts/status-mark";
import { VariationMark } from "@/components/charts/variation-mark";
import { exampleChart, RULE_EXAMPLES, RULE_LIMITS } from "@/lib/help/example";
import { Example, Meanings, Topic } from "./topic";

/** How to read a figure and its chart: limits, signals, status, variation, assurance. */
export function Reading() {
  const example = exampleChart();
  return (
    <>
      <Topic id="limits" title="Limits: what is usual">
        <p>
          Every value moves a little from one period to the next. The limits show how far it usually moves: the usual range is the grey band
          between the two dashed lines. They are computed from the measure’s own history; nobody sets them. They do not tell you whether the
          level is good enough; the target does.
        </p>
        <p>
          They are the mean of the first 24 values of a baseline, and 2.66 times the mean step from one value to the next on either side.
          After that they are fixed, so that a slow change becomes visible. With fewer than 20 values they are provisional, with fewer than
          12 there are none. Counts and shares use their own chart types where the data allow it.
        </p>
      </Topic>
      <Example>
        <Frame level="section" title={example.finding} caption="Parcels sent on time, %, January 2013 to June 2015">
          <ProcessChart {...example.chart} height={280} />
        </Frame>
      </Example>
      <Topic id="signals" title="Signals: something has changed">
        <p>
          Do not ask about a value inside its limits: it costs people time and teaches nothing. A signal is a pattern that usual variation
          hardly ever produces. One cause opens one signal, however many points show it. These patterns open one:
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
        <p>The latest value of a closed period compared with the target for that period. It is independent of the signal.</p>
        <Meanings
          rows={[
            { key: "on", mark: <StatusMark status="on-track" />, means: "The target is reached." },
            { key: "watch", mark: <StatusMark status="watch" />, means: "Missed by at most 5 % of it; a percentage by at most 2 points." },
            { key: "off", mark: <StatusMark status="off-track" />, means: "Missed by more." },
            { key: "none", mark: <StatusMark status="no-target" />, means: "No target is set." },
            { key: "data", mark: <StatusMark status="no-data" />, means: "There is no value yet." },
            {
              key: "stale",
              mark: <StatusMark status="on-track" staleDays={12} />,
              means:
                "The next value was due this many days ago. A late KPI never counts as good, whatever its last value. For several KPIs, the worst is shown.",
            },
          ]}
        />
      </Topic>
      <Topic id="variation" title="Variation: is it moving?">
        <Meanings
          rows={[
            { key: "i", mark: <VariationMark variation="improving" />, means: "A signal in the good direction." },
            { key: "w", mark: <VariationMark variation="worsening" />, means: "A signal in the bad direction." },
            {
              key: "c",
              mark: <VariationMark variation="common-cause" />,
              means: "Usual variation. Only a change of the process will change it.",
            },
            { key: "ch", mark: <VariationMark variation="changed" />, means: "A signal for a KPI where neither direction is better." },
            { key: "n", mark: <VariationMark variation="not-judged" />, means: "Fewer than 12 values since its last baseline." },
          ]}
        />
      </Topic>
      <Topic id="assurance" title="Assurance: will it reach the target?">
        <p>The usual range compared with the target. If nothing changes:</p>
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
              means: "The target lies inside the range: whether it is reached is chance.",
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
