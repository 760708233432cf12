"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { memo, useId, useMemo } from "react";
import { CorrectForm, MissingForm } from "../reason-form";
import { LockedNumber } from "./locked-number";
import { type Cell, type CellInfo, cellKey, type GridItem, isLockedCell } from "./number-cell";
import { NumberInput } from "./number-input";
import { NumberState } from "./number-state";
import { useCellPart, useRowActive, useSpeakingCell, useStore } from "./use-store";

/** The question shown in a row: why there is no value, or the correction of a closed one. */
export type Asking = { key: string; what: "missing" | "correction" } | null;

type Props = {
  item: GridItem;
  index: number;
  today: string;
  asking: Asking;
  onAsk: (asking: Asking) => void;
  onFocusCell: (key: string) => void;
  onShowOlder: (kpiId: string) => void;
  showDepartment: boolean;
  measure?: (element: HTMLTableRowElement | null) => void;
};

const box = "md:border-b md:px-2 md:py-1 md:first:pl-0 md:last:pr-0";

/** A measure with the earlier periods and the due one. Rerendered when a question opens in it, and not at keystrokes. */
export const NumberLine = memo(function NumberLine({
  item,
  index,
  today,
  asking,
  onAsk,
  onFocusCell,
  onShowOlder,
  showDepartment,
  measure,
}: Props) {
  const store = useStore();
  const { row, periods, older } = item;
  const id = useId();
  const keys = useMemo(() => periods.flatMap((period) => (period === null ? [] : [cellKey(row.id, period.period)])), [periods, row.id]);
  const speaking = useSpeakingCell(keys);
  const reachable = useRowActive(keys);
  const current = store.info(asking?.key ?? speaking);
  const close = () => {
    onAsk(null);
    if (current !== undefined) onFocusCell(current.key);
  };
  const saved = current === undefined ? null : store.get(current.key).saved;

  return (
    <tr
      ref={measure}
      data-index={index}
      aria-rowindex={index + 2}
      className="max-md:grid max-md:grid-cols-[minmax(0,1fr)_128px] max-md:items-center max-md:gap-x-3 max-md:border-b max-md:py-2"
    >
      <th scope="row" className={clsx(box, "text-left font-medium")}>
        <Link
          href={`/kpis/${row.id}`}
          prefetch={false}
          data-cell={`${item.key}#name`}
          tabIndex={reachable ? 0 : -1}
          className="underline-offset-2 hover:underline"
        >
          {row.name}
        </Link>
        <span className="block text-caption font-normal text-muted">
          {row.forName !== null && <strong className="font-medium text-fg">for {row.forName} · </strong>}
          {showDepartment && `${row.departmentName} · `}
          {row.unit} · {periods.at(-1)?.label}
          <span className="md:hidden"> · usual {row.usualRangeText}</span>
        </span>
      </th>
      <td className={clsx(box, "text-right text-muted max-md:hidden")}>{row.usualRangeText}</td>
      {periods.map((period, column) => {
        const last = column === periods.length - 1;
        const key = period === null ? `none ${column}` : cellKey(row.id, period.period);
        return (
          <td key={key} className={clsx(box, "text-right", !last && "max-md:hidden")}>
            {period !== null && <AnyCell info={store.info(key)} stateId={`${id}-state`} />}
          </td>
        );
      })}
      <td className={clsx(box, "max-md:col-span-2 max-md:pt-1")}>
        {current !== undefined && asking?.what === "missing" && (
          <MissingForm
            onCancel={close}
            onSave={(reason) => {
              store.saveMissing(current.key, reason);
              close();
            }}
          />
        )}
        {current !== undefined && asking?.what === "correction" && saved !== null && (
          <CorrectForm
            row={row}
            period={current.period}
            saved={saved}
            onCancel={close}
            onSave={(value, reason) => {
              store.type(current.key, value);
              store.commit(current.key, { reason, sure: true });
              close();
            }}
          />
        )}
        {current !== undefined && asking === null && (
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <div id={`${id}-state`} role="status">
              <NumberState
                cellKey={current.key}
                row={row}
                period={current.period}
                due={current.due}
                today={today}
                reachable={reachable}
                onAsk={() => onAsk({ key: current.key, what: "missing" })}
                onAnswered={() => onFocusCell(current.key)}
              />
            </div>
            {!older && row.openBefore.length > 0 && (
              <button
                type="button"
                tabIndex={reachable ? 0 : -1}
                onClick={() => onShowOlder(row.id)}
                className="h-11 cursor-pointer rounded-[3px] border border-dashed border-border px-1.5 text-caption md:h-6"
              >
                {row.openBefore.length} earlier open too
              </button>
            )}
          </div>
        )}
      </td>
    </tr>
  );
});

/** Closed periods are read-only; due and owed ones are inputs. */
function isRead(info: CellInfo, cell: Cell): boolean {
  const owed = info.due || info.period.lateDays !== null || cell.saved?.state === "provisional";
  return isLockedCell(info, cell) || (!owed && cell.saved === null && cell.typed === "") || (!info.due && cell.saved?.state === "missing");
}

const AnyCell = memo(function AnyCell({ info, stateId }: { info: CellInfo | undefined; stateId: string }) {
  return info === undefined ? null : <KnownCell info={info} stateId={stateId} />;
});

function KnownCell({ info, stateId }: { info: CellInfo; stateId: string }) {
  if (useCellPart(info.key, (cell) => isRead(info, cell))) return <LockedNumber cellKey={info.key} row={info.row} period={info.period} />;
  return <NumberInput cellKey={info.key} row={info.row} period={info.period} due={info.due} stateId={stateId} />;
}
