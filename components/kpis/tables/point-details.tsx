import Link from "next/link";
import { StatusMark } from "@/components/charts/status-mark";
import { CopyLink } from "@/components/ui/copy-table";
import type { StatusMark as Status } from "@/lib/charts/view";

type Props = {
  point: { label: string; valueText: string; note: string | null; targetText: string; status: Status; signal: { words: string } | null };
  unit: string;
  /** the page with this point selected */
  path: string;
  /** the page without it */
  closeHref: string;
  /** whether the records of its period are listed further down */
  records: boolean;
};

/** The selected point in words, with a link to it. */
export function PointDetails({ point, unit, path, closeHref, records }: Props) {
  return (
    <div id="point" className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2 border-l-4 border-fg bg-surface px-3 py-2 text-table">
      <p>
        <strong>{point.label}</strong> {point.valueText} {unit}
        {point.note !== null && <span className="text-muted">, {point.note}</span>}
        {point.signal !== null && <span>, {point.signal.words}</span>}
      </p>
      <p className="text-muted">target then {point.targetText}</p>
      <StatusMark status={point.status} />
      <span className="ml-auto flex flex-wrap items-center gap-3 print:hidden">
        {records && (
          <a href="#records" className="underline underline-offset-2">
            Records of this period
          </a>
        )}
        <CopyLink path={path} />
        <Link href={closeHref} scroll={false} className="underline underline-offset-2">
          Close
        </Link>
      </span>
    </div>
  );
}
