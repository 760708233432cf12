import { StatusShape } from "@/components/charts/status-shape";
import { expectedValue, moneyText } from "@/lib/decisions/view";
import type { Option } from "@/lib/pages/decision/queries";

type Props = { options: readonly Option[]; chosenId: string | null; currency: string };
const LETTERS = "ABCDEF";

/** The options side by side: what each would gain, with what odds, what that is worth, and what can go wrong. Money is drawn, odds fill it. */
export function OptionTable({ options, chosenId, currency }: Props) {
  const most = Math.max(0, ...options.map(({ gain }) => Number(gain ?? 0)));
  return (
    <ul aria-label="Options">
      {options.map((option, n) => {
        const chosen = option.id === chosenId;
        return (
          <li
            key={option.id}
            className={`grid gap-x-4 gap-y-1 border-b px-1 py-2.5 text-table md:grid-cols-[24px_minmax(0,1fr)_200px_minmax(0,260px)] ${chosen ? "bg-surface" : ""}`}
          >
            <span className="font-semibold max-md:hidden">{LETTERS[n]}</span>
            <div className="min-w-0">
              <strong>{option.title}</strong>
              {chosen && (
                <span className="ml-2 inline-flex items-center gap-1 text-caption">
                  <StatusShape kind="on-track" size={10} /> chosen
                </span>
              )}
              {option.detail !== "" && <p className="whitespace-pre-line text-caption text-muted">{option.detail}</p>}
            </div>
            <Worth option={option} most={most} currency={currency} />
            <p className="min-w-0 text-caption text-muted">{option.risk}</p>
          </li>
        );
      })}
    </ul>
  );
}

function Worth({ option: { gain, odds }, most, currency }: { option: Option; most: number; currency: string }) {
  if (gain === null) return <p className="text-caption text-muted">{odds === null ? "" : `${odds} % probability`}</p>;
  const width = most === 0 ? 0 : (Number(gain) / most) * 100;
  const worth = expectedValue(gain, odds);
  return (
    <div>
      <span className="flex items-center gap-2">
        <span className="block h-2.5 flex-1" aria-hidden="true">
          <span className="block h-2.5 border border-series-1" style={{ width: `${width}%` }}>
            <span className="block h-full bg-series-1" style={{ width: `${odds ?? 0}%` }} />
          </span>
        </span>
        <span className="whitespace-nowrap">{moneyText(gain, currency)}</span>
      </span>
      {worth !== null && (
        <p className="text-caption text-muted">
          at {odds} %: <strong className="text-fg">{moneyText(worth, currency)}</strong>
        </p>
      )}
    </div>
  );
}
