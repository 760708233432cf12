import { clsx } from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";
import { Spark } from "@/components/charts/spark";
import type { SignalRow as SignalRowData } from "@/lib/signals/row";

/** Data of a row, from lib/signals/row.ts. */
export type SignalRowView = SignalRowData;

const toneFill = { worse: "fill-bad", better: "fill-good", neutral: "fill-fg" };
const toneWords = { worse: "Signal for the worse", better: "Signal for the better", neutral: "Signal of change" };

/**
 * One signal: what happened, compared with what, its owner and due date, with its spark line. `verbs` are the buttons the viewer may use.
 * "today" is the large form with buttons under the finding; "area" puts them at the right.
 */
export function SignalRow({ signal, verbs, layout = "area" }: { signal: SignalRowView; verbs?: ReactNode; layout?: "today" | "area" }) {
  const roomy = layout === "today";
  return (
    <li
      className={clsx(
        "grid grid-cols-[16px_minmax(0,1fr)] gap-x-3 gap-y-2 border-b px-1 py-2 md:items-center",
        roomy ? "md:grid-cols-[20px_minmax(0,1fr)_184px] md:items-start" : "md:grid-cols-[20px_minmax(0,1fr)_160px_152px]",
      )}
    >
      <svg
        width="14"
        height="14"
        viewBox="0 0 12 12"
        role="img"
        aria-label={toneWords[signal.tone]}
        className={roomy ? "mt-0.5" : undefined}
      >
        <path d="M6 0 12 6 6 12 0 6z" className={toneFill[signal.tone]} />
      </svg>
      <div className="min-w-0">
        <p className="text-pretty">
          <Link href={signal.href} className="underline-offset-2 hover:underline">
            <strong>{signal.finding}</strong>
          </Link>{" "}
          {signal.against}
        </p>
        <Meta signal={signal} />
        {roomy && verbs !== undefined && <div className="mt-2 flex flex-wrap gap-2">{verbs}</div>}
      </div>
      {signal.spark !== undefined && (
        <div className="max-md:col-start-2">
          <Spark {...signal.spark} width={roomy ? 184 : 160} height={roomy ? 44 : 28} fluid={roomy} />
          {roomy && (
            <p className="mt-1 flex justify-between text-tick text-muted">
              {signal.spark.caption}
              <strong className="text-caption text-fg">{signal.spark.latestText}</strong>
            </p>
          )}
        </div>
      )}
      {!roomy && verbs !== undefined && <div className="flex gap-2 max-md:col-start-2 md:col-start-4 md:justify-end">{verbs}</div>}
    </li>
  );
}

function Meta({ signal }: { signal: SignalRowView }) {
  const after = [signal.ageText, signal.answerByText, ...(signal.notes ?? [])].filter((text) => text !== undefined && text !== "");
  return (
    <p className="mt-0.5 text-caption text-muted">
      {signal.departmentName} · <span className="font-medium text-fg">{signal.ownerName ?? "no owner"}</span>
      {after.map((text) => (
        <span key={text}> · {text}</span>
      ))}
    </p>
  );
}
