"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ClipboardEvent, type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Th } from "@/components/ui/table";
import { isBlock } from "@/lib/kpis/numbers/paste-block";
import { keyInGrid, nameAt, type Outcome, type Place, placesOf } from "./grid-keys";
import type { GridItem } from "./number-cell";
import { type Asking, NumberLine } from "./number-line";
import { useStore } from "./use-store";

type Props = {
  items: readonly GridItem[];
  today: string;
  onPaste: (text: string, at: Place) => void;
  onShowOlder: (kpiId: string) => void;
  onAnnounce: (message: string) => void;
  /** shown in each line if there are several */
  showDepartment: boolean;
};

/** With fewer lines all are drawn: leaving some out gains nothing, and the browser's own search finds them. */
const FEW = 60;
/** Height of a line in pixels until one has been measured; taller on a phone. */
const LINE = 41;
/** On paper the columns fit their content: nothing is hidden there, and long values would overlap. */
const TABLE = "w-full table-fixed border-collapse text-table leading-4 max-md:block print:table-auto";

export function NumberTable({ items, today, onPaste, onShowOlder, onAnnounce, showDepartment }: Props) {
  const store = useStore();
  const body = useRef<HTMLTableSectionElement>(null);
  const [asking, setAsking] = useState<Asking>(null);
  const [top, setTop] = useState(0);
  const [line, setLine] = useState(LINE);
  const many = items.length > FEW;
  const places = useMemo(() => placesOf(items), [items]);
  useLayoutEffect(() => {
    if (body.current === null) return;
    setTop(body.current.getBoundingClientRect().top + window.scrollY);
    // Measured at once, or each line that scrolls into view would be drawn twice.
    setLine(body.current.querySelector("tr")?.offsetHeight ?? LINE);
  }, []);
  const lines = useWindowVirtualizer({
    count: items.length,
    enabled: many,
    estimateSize: () => line,
    overscan: 8,
    scrollMargin: top,
    initialRect: { width: 1200, height: 900 },
    getItemKey: (index) => items[index]?.key ?? index,
  });
  const shown = many ? lines.getVirtualItems().map((line) => line.index) : items.map((_, index) => index);
  const before = many ? (lines.getVirtualItems()[0]?.start ?? top) - top : 0;
  const after = many ? lines.getTotalSize() - ((lines.getVirtualItems().at(-1)?.end ?? top) - top) : 0;

  const focusName = useCallback((name: string) => {
    const cell = body.current?.querySelector<HTMLElement>(`[data-cell="${CSS.escape(name)}"]`);
    cell?.focus();
    if (cell instanceof HTMLInputElement) cell.select();
    return cell !== null && cell !== undefined;
  }, []);
  const go = (to: Place) => {
    const name = nameAt(items, to);
    if (name === null || focusName(name) || !many) return;
    lines.scrollToIndex(to.line, { align: "center" });
    const wait = (turns: number) => requestAnimationFrame(() => !focusName(name) && turns > 0 && wait(turns - 1));
    wait(90);
  };

  // The Tab stop: the first cell to fill, until the focus has been somewhere.
  useEffect(() => {
    const active = store.active();
    if (active !== null && places.has(active)) return;
    const keys = items.flatMap((_, line) => nameAt(items, { line, column: 4 }) ?? []);
    const first = keys.find((key) => store.get(key).state.kind === "open") ?? keys[0];
    if (first !== undefined) store.setActive(first);
  }, [items, places, store]);

  const act = (outcome: Outcome, from: Place) => {
    const name = nameAt(items, from) ?? "";
    switch (outcome.do) {
      case "go":
        return go(outcome.to);
      case "save":
        if (store.commit(name) && outcome.next !== null) go(outcome.next);
        return;
      case "ask":
        return setAsking(outcome.asking);
      case "announce":
        return onAnnounce(outcome.message);
      case "put-back":
        return store.putBack(name);
      case "take-suggestion": {
        const { state } = store.get(name);
        if (state.kind === "anomaly") store.take(name, state.anomaly.guess);
        return;
      }
      case "undo":
        return void store.undo().then((key) => {
          const to = places.get(key ?? "");
          onAnnounce(key === null ? "There is nothing to undo." : "Undone.");
          if (to !== undefined) go(to);
        });
    }
  };
  const placeFrom = (target: EventTarget): Place | null =>
    target instanceof HTMLElement ? (places.get(target.dataset.cell ?? "") ?? null) : null;
  const onKeyDown = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    const from = placeFrom(event.target);
    if (from === null || event.nativeEvent.isComposing) return;
    const input = event.target instanceof HTMLInputElement ? event.target : null;
    const press = {
      key: event.key,
      ctrl: event.ctrlKey || event.metaKey,
      alt: event.altKey,
      caret: input === null ? null : caretIn(input),
      empty: input?.value === "",
    };
    const outcome = keyInGrid(press, from, items, store);
    if (outcome === null) return;
    event.preventDefault();
    act(outcome, from);
  };
  const onPasteCapture = (event: ClipboardEvent<HTMLTableSectionElement>) => {
    const from = placeFrom(event.target);
    const text = event.clipboardData.getData("text/plain");
    if (from === null || from.column === 0 || !isBlock(text)) return;
    event.preventDefault();
    onPaste(text, from);
  };

  const labels = useMemo(() => headings(items), [items]);
  return (
    <div className="relative md:overflow-x-auto">
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table of inputs with one stop for Tab and arrows inside is what a grid is */}
      <table role="grid" aria-rowcount={items.length + 1} className={TABLE}>
        <caption className="sr-only">Values due, with the usual range and the periods before</caption>
        <colgroup className="max-md:hidden">
          <col />
          <col className="w-24" />
          <col className="w-20" />
          <col className="w-20" />
          <col className="w-20" />
          <col className="w-28" />
          <col className="w-56" />
        </colgroup>
        <thead className="max-md:hidden">
          <tr aria-rowindex={1}>
            <Th>Measure</Th>
            <Th numeric>Usual range</Th>
            {labels.map((label) => (
              <Th key={label} numeric>
                {label}
              </Th>
            ))}
            <Th numeric className="font-semibold text-fg">
              Due now
            </Th>
            <Th>State</Th>
          </tr>
        </thead>
        {before > 0 && <Space height={before} />}
        <tbody ref={body} onKeyDown={onKeyDown} onPaste={onPasteCapture} className="max-md:block">
          {shown.map((index) => {
            const item = items[index];
            if (item === undefined) return null;
            const own = asking !== null && holds(item, asking.key) ? asking : null;
            return (
              <NumberLine
                key={item.key}
                item={item}
                index={index}
                today={today}
                asking={own}
                onAsk={setAsking}
                onFocusCell={focusName}
                onShowOlder={onShowOlder}
                showDepartment={showDepartment}
                {...(many && { measure: lines.measureElement })}
              />
            );
          })}
        </tbody>
        {after > 0 && <Space height={after} />}
      </table>
    </div>
  );
}

/** Takes the space of the lines that are not drawn. */
const Space = ({ height }: { height: number }) => (
  <tbody aria-hidden="true">
    <tr>
      <td colSpan={7} style={{ height }} />
    </tr>
  </tbody>
);

const holds = (item: GridItem, key: string) => item.periods.some((period) => period !== null && key === `${item.row.id}|${period.period}`);

function caretIn(input: HTMLInputElement): "start" | "end" | "all" | "within" {
  const [from, to] = [input.selectionStart ?? 0, input.selectionEnd ?? 0];
  if (to - from === input.value.length) return "all";
  if (from !== to) return "within";
  return from === 0 ? "start" : from === input.value.length ? "end" : "within";
}

/** The names of the earlier periods if all lines share them, otherwise how far back they are. */
function headings(items: readonly GridItem[]): [string, string, string] {
  const names = items.filter((item) => !item.older).map((item) => item.periods.slice(0, 3).map((period) => period?.shortLabel ?? ""));
  const [first] = names;
  const shared = first !== undefined && names.every((own) => own.every((name, column) => name === first[column]));
  const [a = "", b = "", c = ""] = shared ? first : [];
  return shared ? [a, b, c] : ["3 before", "2 before", "1 before"];
}
