"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { QueryProvider } from "@/components/kpis/query-provider";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { Section } from "@/components/ui/section";
import type { NumberRow } from "@/lib/kpis/numbers/number-row";
import { type Paste, planPaste } from "@/lib/kpis/numbers/paste";
import { readBlock } from "@/lib/kpis/numbers/paste-block";
import { forgetDraftsOfOthers } from "../drafts";
import { PastePreview, type RecordManyAction } from "../paste-preview";
import { SettleLine } from "../settle-line";
import type { Place } from "./grid-keys";
import { cellKey, type GridItem } from "./number-cell";
import { NumberStore, type RecordAction, type TakeBackAction } from "./number-store";
import { NumberTable } from "./number-table";
import { StoreContext, useTotals } from "./use-store";

type Props = {
  /** The person typing: unsent input is kept for them only. */
  personId: string;
  rows: NumberRow[];
  today: string;
  record: RecordAction;
  recordMany: RecordManyAction;
  takeBack: TakeBackAction;
};

/**
 * All due values as one grid, for all departments and frequencies. Each cell states its condition in words: to enter, saving, saved,
 * unusual, refused, changed by somebody else, kept until the connection is back.
 */
export function NumberGrid(props: Props) {
  return (
    <QueryProvider>
      <Grid {...props} />
    </QueryProvider>
  );
}

/** `askedAt`: a moment of the store before the rows were read, so that older answers can be told from newer ones. */
type Answer = { rows: NumberRow[]; askedAt: number };

async function fetchRows(): Promise<NumberRow[]> {
  const answer = await fetch("/api/my-numbers");
  if (!answer.ok) throw new Error("the grid could not be read again"); // the current content stays on screen
  return answer.json();
}

const RETRY_MS = 15_000;

function Grid({ personId, rows: firstRows, today, record, recordMany, takeBack }: Props) {
  const [store] = useState(() => new NumberStore(personId, record, takeBack));
  const ask = async (): Promise<Answer> => {
    const askedAt = store.moment();
    return { rows: await fetchRows(), askedAt };
  };
  // Somebody else may save while this is open: it is read again every half minute and when the window gets the focus.
  const initialData: Answer = { rows: firstRows, askedAt: 0 };
  const { data } = useQuery({ queryKey: ["my-numbers"], queryFn: ask, initialData, refetchInterval: 30_000 });
  const { rows, askedAt } = data;
  // The page itself is rendered again when somebody changes something, and then has newer rows than the last fetch. Their time is unknown
  // here, so removed values are checked with another fetch.
  const client = useQueryClient();
  const drawn = useRef(firstRows);
  useEffect(() => {
    if (drawn.current === firstRows) return;
    drawn.current = firstRows;
    client.setQueryData<Answer>(["my-numbers"], { rows: firstRows, askedAt: 0 });
    void client.invalidateQueries({ queryKey: ["my-numbers"] });
  }, [client, firstRows]);
  const known = useRef<NumberRow[]>(null);
  if (known.current !== rows) {
    known.current = rows;
    store.register(rows);
  }
  const [department, setDepartment] = useState("");
  const [onlyOpen, setOnlyOpen] = useState<ReadonlySet<string> | null>(null);
  const [older, setOlder] = useState<ReadonlySet<string>>(new Set());
  const [paste, setPaste] = useState<Paste | null>(null);
  const [message, setMessage] = useState("");

  useEffect(() => store.adopt(rows, askedAt), [store, rows, askedAt]);
  useEffect(() => {
    forgetDraftsOfOthers(personId);
    if (store.restore() > 0) void store.flush();
    const send = () => void store.flush();
    window.addEventListener("online", send);
    const timer = setInterval(send, RETRY_MS);
    return () => {
      window.removeEventListener("online", send);
      clearInterval(timer);
    };
  }, [store, personId]);

  const departments = useMemo(() => [...new Set(rows.map((row) => row.departmentName))], [rows]);
  const owedBefore = useMemo(() => rows.filter((row) => row.openBefore.length > 0), [rows]);
  const items = useMemo(
    () =>
      rows
        .filter((row) => (department === "" || row.departmentName === department) && (onlyOpen === null || onlyOpen.has(row.id)))
        .flatMap((row) => linesOf(row, older.has(row.id))),
    [rows, department, onlyOpen, older],
  );

  const showOlder = useCallback((id: string) => setOlder((before) => new Set(before).add(id)), []);
  // The "open" filter is applied when it is chosen: a line does not disappear while somebody fills it.
  const isOpen = (row: NumberRow) =>
    row.openBefore.length > 0 ||
    [...row.earlier.filter((period) => period.lateDays !== null), row.due].some(
      (period) => store.get(cellKey(row.id, period.period)).state.kind !== "saved",
    );
  const onPaste = (text: string, at: Place) => {
    const filled = items.map(({ row, periods }) => ({
      ...row,
      periods: periods.map((period) => period && { ...period, saved: withNote(store.get(cellKey(row.id, period.period)).saved) }),
    }));
    setPaste(planPaste(readBlock(text), filled, { row: at.line, column: at.column - 1 }));
  };

  return (
    <StoreContext value={store}>
      <Totals store={store} />
      <p role="status" className="min-h-4 text-caption text-muted">
        {message}
      </p>
      {paste !== null && <PastePreview paste={paste} recordMany={recordMany} onClose={() => setPaste(null)} />}
      <Section
        title="Due"
        count={`${rows.length} ${rows.length === 1 ? "measure" : "measures"}`}
        className="mt-3"
        caption={
          <>
            earlier periods are locked;{" "}
            <span className="max-md:hidden">
              <Kbd>Ctrl .</Kbd> corrects one, with a reason
            </span>
            <span className="md:hidden">correct one on the page of its measure</span>
          </>
        }
      >
        {(departments.length > 1 || rows.length > 8 || owedBefore.length > 0) && (
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2 text-caption">
            {departments.length > 1 && (
              <label className="flex items-center gap-2 text-muted">
                Department
                <select
                  value={department}
                  onChange={(event) => setDepartment(event.target.value)}
                  className="h-11 max-w-60 rounded border border-border bg-bg px-1 text-fg md:h-7"
                >
                  <option value="">all {departments.length}</option>
                  {departments.map((name) => (
                    <option key={name}>{name}</option>
                  ))}
                </select>
              </label>
            )}
            <label className="flex min-h-11 items-center gap-2 text-muted md:min-h-7">
              <input
                type="checkbox"
                checked={onlyOpen !== null}
                onChange={(event) => setOnlyOpen(event.target.checked ? new Set(rows.filter(isOpen).map((row) => row.id)) : null)}
              />
              only open
            </label>
            {owedBefore.length > 0 && (
              <Button onClick={() => setOlder(older.size > 0 ? new Set() : new Set(owedBefore.map((row) => row.id)))}>
                {older.size > 0
                  ? "Hide earlier open periods"
                  : `Show ${owedBefore.reduce((n, row) => n + row.openBefore.length, 0)} earlier open periods`}
              </Button>
            )}
          </div>
        )}
        <NumberTable
          items={items}
          today={today}
          onPaste={onPaste}
          onAnnounce={setMessage}
          onShowOlder={showOlder}
          showDepartment={departments.length > 1}
        />
        <p className="mt-3 bg-surface px-3 py-2 text-caption leading-7 text-muted max-md:hidden print:hidden">
          <strong className="text-fg">Paste</strong> a column or block from a spreadsheet: you see the changes before anything is saved.{" "}
          <Kbd>Enter</Kbd> saves and goes down, <Kbd>Tab</Kbd> accepts the suggestion, <Kbd>N</Kbd> marks a value as not available, with a
          reason, <Kbd>Ctrl Z</Kbd> undoes, <Kbd>Esc</Kbd> restores the saved value.
        </p>
      </Section>
    </StoreContext>
  );
}

const Totals = ({ store }: { store: NumberStore }) => <SettleLine totals={useTotals(store)} />;

const withNote = (saved: ReturnType<NumberStore["get"]>["saved"]) => saved && { ...saved, note: null };

function linesOf(row: NumberRow, withOlder: boolean): GridItem[] {
  const own: GridItem = { key: row.id, row, periods: [...row.earlier, row.due], older: false };
  if (!withOlder) return [own];
  const blank = row.earlier.map(() => null);
  return [own, ...row.openBefore.map((period) => ({ key: `${row.id} ${period.period}`, row, periods: [...blank, period], older: true }))];
}
