import { newIdempotencyKey } from "@/components/ui/idempotency-key";
import { readDecimal } from "@/lib/decimal-text";
import { findEntryAnomaly, isUnusual } from "@/lib/kpis/numbers/entry-anomalies";
import type { NumberRow } from "@/lib/kpis/numbers/number-row";
import type { FormState } from "@/lib/platform/web/form-state";
import { type Draft, dropDraft, keepDraft, readDrafts } from "../drafts";
import { type Cell, type CellInfo, type CellState, cellKey, type Entry, isSaved, type Saved, settled } from "./number-cell";

export type RecordAction = (previous: FormState<Saved>, form: FormData) => Promise<FormState<Saved>>;
export type TakeBackAction = (previous: FormState<Saved | null>, form: FormData) => Promise<FormState<Saved | null>>;
/** What is left: to enter, to check, to agree with somebody; and what is not sent yet. */
export type Totals = { rows: number; toType: number; toCheck: number; toAgree: number; unsent: number };
type Undo = { key: string; version: number | null };

const EMPTY: Cell = { saved: null, typed: "", state: { kind: "open" }, active: false };

/**
 * All data of the grid, outside React: a cell rerenders only when it changes itself, whatever the number of cells, and input survives rows
 * that scroll away. An answer of the server never discards input.
 */
export class NumberStore {
  private readonly cells = new Map<string, Cell>();
  private readonly infos = new Map<string, CellInfo>();
  private readonly listeners = new Map<string, Set<() => void>>();
  private readonly drafts = new Map<string, Draft>();
  private readonly undoable: Undo[] = [];
  private readonly kept = new Map<string, ReturnType<typeof setTimeout>>();
  private counted: Totals = { rows: 0, toType: 0, toCheck: 0, toAgree: 0, unsent: 0 };
  /** The highest version of each cell shown so far. */
  private readonly seen = new Map<string, number>();
  /** A counter of events: when each cell was last updated, and when an answer was requested. */
  private moments = 0;
  private readonly heardAt = new Map<string, number>();
  private flushing = false;
  private activeKey: string | null = null;
  private readonly personId: string;
  private readonly record: RecordAction;
  private readonly takeBack: TakeBackAction;

  constructor(personId: string, record: RecordAction, takeBack: TakeBackAction) {
    this.personId = personId;
    this.record = record;
    this.takeBack = takeBack;
  }

  // ---------------------------------------------------------------- reading

  /** Subscribes to one cell, or to "totals". */
  subscribe = (key: string, listener: () => void): (() => void) => {
    const own = this.listeners.get(key) ?? new Set();
    this.listeners.set(key, own.add(listener));
    return () => own.delete(listener);
  };
  get = (key: string): Cell => this.cells.get(key) ?? EMPTY;
  info = (key: string): CellInfo | undefined => this.infos.get(key);
  totals = (): Totals => this.counted;
  active = (): string | null => this.activeKey;
  unsent = (): string[] => [...this.drafts.keys()].filter((key) => this.infos.has(key));

  // ---------------------------------------------------------------- rows

  /** Creates the cells of new rows without notifying anybody, because it is called during rendering. */
  register(rows: readonly NumberRow[]): void {
    this.infos.clear();
    for (const row of rows)
      for (const period of [...row.openBefore, ...row.earlier, row.due]) {
        const key = cellKey(row.id, period.period);
        this.infos.set(key, { key, row, period, due: period === row.due });
        if (this.cells.has(key)) continue;
        this.seen.set(key, period.saved?.version ?? 0);
        this.cells.set(key, { saved: period.saved, typed: period.saved?.value ?? "", state: settled(period.saved), active: false });
      }
    this.counted = this.count();
  }

  /** Call it when rows are requested, and pass the result to `adopt` with the answer. */
  moment = (): number => ++this.moments;

  /**
   * Accepts values that others saved meanwhile, if nothing is being typed; otherwise the conflict is reported on sending. A value that
   * disappeared was undone, if the answer was requested after the cell's last update; 0: time unknown.
   */
  adopt(rows: readonly NumberRow[], askedAt: number): void {
    for (const row of rows)
      for (const period of [...row.openBefore, ...row.earlier, row.due]) {
        const key = cellKey(row.id, period.period);
        const cell = this.get(key);
        const quiet = (cell.state.kind === "open" || cell.state.kind === "saved") && cell.typed === (cell.saved?.value ?? "");
        // Newer than anything seen here: an answer sent before a value was undone must not bring it back.
        if (period.saved !== null && period.saved.version > (this.seen.get(key) ?? 0) && quiet) this.land(key, period.saved, false);
        else if (period.saved === null && cell.saved !== null && quiet && askedAt > (this.heardAt.get(key) ?? 0))
          this.takeTheirs(key, null);
      }
    this.recount();
  }

  /** Restores unsent input. Returns the number of values. */
  restore(): number {
    let restored = 0;
    for (const [key, draft] of readDrafts(this.personId)) {
      const cell = this.cells.get(key);
      if (cell === undefined) continue;
      if (draft.entry?.state === "final" && cell.saved?.value === draft.entry.value) {
        dropDraft(this.personId, key); // it had been saved
        continue;
      }
      restored += 1;
      this.drafts.set(key, draft);
      this.set(key, { typed: draft.typed, state: { kind: draft.entry === null ? "restored" : "waiting" } });
    }
    this.recount();
    return restored;
  }

  // ---------------------------------------------------------------- typing

  setActive(key: string): void {
    if (this.activeKey === key) return;
    const before = this.activeKey;
    this.activeKey = key;
    if (before !== null) this.set(before, { active: false });
    this.set(key, { active: true });
  }

  type(key: string, text: string): void {
    const cell = this.get(key);
    if (cell.typed === (cell.saved?.value ?? "")) this.undoable.push({ key, version: null });
    this.set(key, { typed: text });
    if (text === (cell.saved?.value ?? "")) this.forget(key);
    else this.keep(key, { typed: text, entry: null, seen: cell.saved?.version ?? 0, idempotencyKey: newIdempotencyKey() });
  }

  putBack(key: string): void {
    const { saved } = this.get(key);
    this.forget(key);
    this.set(key, { typed: saved?.value ?? "", state: settled(saved) });
    this.recount();
  }

  /** Saves the input. Returns whether it was sent, so that the caller can go to the next cell. */
  commit(key: string, { sure = false, reason = "" } = {}): boolean {
    const cell = this.get(key);
    const info = this.infos.get(key);
    const text = cell.typed.trim();
    const confirms = cell.saved?.state === "provisional"; // the same number, now final
    if (info === undefined || (text === (cell.saved?.value ?? "") && !(confirms && text !== ""))) return text !== "";
    const value = readDecimal(text);
    if (value === null) {
      this.refuse(key, text === "" ? "Type a number, or N for not available." : `“${text}” is not a number.`);
      return false;
    }
    const anomaly = sure ? null : findEntryAnomaly(value, info.row);
    if (anomaly !== null) {
      this.set(key, { state: { kind: "anomaly", typed: value, anomaly } });
      this.recount();
      return false;
    }
    const entry: Entry = { state: "final", value, reason };
    const going = this.drafts.get(key)?.entry;
    // Enter saves and moves on; the blur that follows must not send the same value again and conflict with itself.
    if (cell.state.kind === "saving" && going?.state === "final" && going.value === value) return true;
    this.send(key, entry, cell.saved?.version ?? 0);
    return true;
  }

  take(key: string, value: string): void {
    this.set(key, { typed: value });
    this.commit(key, { sure: true });
  }
  saveMissing(key: string, reason: string): void {
    this.send(key, { state: "missing", reason }, this.get(key).saved?.version ?? 0);
  }
  takeTheirs(key: string, theirs: Saved | null): void {
    this.forget(key);
    this.set(key, { saved: theirs, typed: theirs?.value ?? "", state: settled(theirs) });
    this.recount();
  }
  keepMine(key: string, theirs: Saved | null, mine: Entry): void {
    this.send(key, mine, theirs?.version ?? 0);
  }

  // ---------------------------------------------------------------- sending

  /** Sends what waits, one after the other, each with its original key. */
  async flush(): Promise<void> {
    if (this.flushing) return;
    this.flushing = true;
    for (const [key, draft] of [...this.drafts]) {
      if (draft.entry === null || this.get(key).state.kind !== "waiting") continue;
      this.set(key, { state: { kind: "saving" } });
      await this.transmit(key, draft, draft.entry);
      if (this.get(key).state.kind === "waiting") break; // still no connection
    }
    this.flushing = false;
  }

  /** Also sends input that was only typed: the person has checked it. */
  sendRestored(): void {
    for (const key of this.unsent()) if (this.get(key).state.kind === "restored") this.commit(key);
    void this.flush();
  }
  dropRestored(): void {
    for (const key of this.unsent()) if (["restored", "waiting"].includes(this.get(key).state.kind)) this.putBack(key);
  }

  /** Undoes the last edit: unsaved input, otherwise the last save. Returns its cell. */
  async undo(): Promise<string | null> {
    for (let last = this.undoable.pop(); last !== undefined; last = this.undoable.pop()) {
      const { key, version } = last;
      const cell = this.get(key);
      if (version === null) {
        if (cell.typed === (cell.saved?.value ?? "") || cell.state.kind === "saving") continue;
        this.putBack(key);
        return key;
      }
      if (cell.saved?.version !== version) continue;
      await this.transmitUndo(key, version);
      return key;
    }
    return null;
  }

  /** The result for one value of a pasted block. */
  pasted(key: string, outcome: { saved: Saved } | { message: string; theirs: Saved | null; mine: Entry; conflict: boolean }): void {
    if ("saved" in outcome) {
      this.undoable.push({ key, version: outcome.saved.version });
      this.land(key, outcome.saved, true);
    } else {
      const typed = outcome.mine.state === "final" ? outcome.mine.value : "";
      const { message, theirs, mine } = outcome;
      this.set(key, { typed, state: outcome.conflict ? { kind: "conflict", message, theirs, mine } : { kind: "refused", message } });
      this.keep(key, { typed, entry: null, seen: theirs?.version ?? 0, idempotencyKey: newIdempotencyKey() });
    }
    this.recount();
  }
  /** A block that could not be sent: each value waits for the connection separately. */
  queue(key: string, value: string): void {
    const seen = this.get(key).saved?.version ?? 0;
    this.keep(key, { typed: value, entry: { state: "final", value, reason: "" }, seen, idempotencyKey: newIdempotencyKey() }, true);
    this.set(key, { typed: value, state: { kind: "waiting" } });
    this.recount();
  }

  // ---------------------------------------------------------------- inside

  private send(key: string, entry: Entry, seen: number): void {
    const typed = entry.state === "final" ? entry.value : this.get(key).typed;
    const draft: Draft = { typed, entry, seen, idempotencyKey: newIdempotencyKey() };
    this.keep(key, draft, true);
    this.set(key, { state: { kind: "saving" } });
    void this.transmit(key, draft, entry);
  }

  private async transmit(key: string, draft: Draft, entry: Entry): Promise<void> {
    const info = this.infos.get(key);
    if (info === undefined) return;
    const form = new FormData();
    const fields = {
      kpiId: info.row.id,
      periodStart: info.period.period,
      seenVersion: String(draft.seen),
      idempotencyKey: draft.idempotencyKey,
      ...entry,
    };
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    let answer: FormState<Saved>;
    try {
      answer = await this.record({ status: "idle" }, form);
    } catch {
      if (this.drafts.get(key) === draft) this.set(key, { state: { kind: "waiting" } });
      return this.recount();
    }
    const newer = this.drafts.get(key) !== draft; // typed further while this was being sent
    if (answer.status === "ok") {
      if (!newer) this.forget(key);
      this.undoable.push({ key, version: answer.data.version });
      if (newer) this.set(key, { saved: answer.data, state: settled(answer.data) });
      else this.land(key, answer.data, true);
    } else if (!newer && answer.status === "conflict") {
      const theirs = isSaved(answer.current) ? answer.current : null;
      this.set(key, { state: { kind: "conflict", message: answer.message, theirs, mine: entry } });
    } else if (!newer && answer.status !== "idle")
      this.set(key, { state: { kind: "refused", message: answer.fieldErrors.value ?? answer.fieldErrors.reason ?? answer.message } });
    this.recount();
  }

  private async transmitUndo(key: string, version: number): Promise<void> {
    const info = this.infos.get(key);
    if (info === undefined) return;
    const form = new FormData();
    const fields = {
      kpiId: info.row.id,
      periodStart: info.period.period,
      seenVersion: String(version),
      idempotencyKey: newIdempotencyKey(),
    };
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    this.set(key, { state: { kind: "saving" } });
    const answer = await this.takeBack({ status: "idle" }, form).catch(() => null);
    if (answer?.status === "ok") this.takeTheirs(key, answer.data);
    else this.refuse(key, answer === null ? "Not undone: the connection was lost." : "message" in answer ? answer.message : "Not undone.");
  }

  private land(key: string, saved: Saved, mine: boolean): void {
    const row = this.infos.get(key)?.row;
    const unusual = mine && row !== undefined && saved.value !== null && isUnusual(Number(saved.value), row);
    this.set(key, { saved, typed: saved.value ?? "", state: { kind: "saved", unusual } });
  }

  private refuse(key: string, message: string): void {
    this.set(key, { state: { kind: "refused", message } });
    this.recount();
  }

  /** Stored on the device a moment after the last keystroke: storing at each one would be noticeable. */
  private keep(key: string, draft: Draft, now = false): void {
    this.drafts.set(key, draft);
    clearTimeout(this.kept.get(key));
    const store = () => keepDraft(this.personId, key, draft);
    if (now) store();
    else this.kept.set(key, setTimeout(store, 250));
  }
  private forget(key: string): void {
    clearTimeout(this.kept.get(key));
    this.drafts.delete(key);
    dropDraft(this.personId, key);
  }

  private set(key: string, change: Partial<Cell>): void {
    if (change.saved !== undefined) this.heardAt.set(key, this.moment());
    const version = change.saved?.version ?? 0;
    if (version > (this.seen.get(key) ?? 0)) this.seen.set(key, version);
    this.cells.set(key, { ...this.get(key), ...change });
    this.emit(key);
  }
  private emit(key: string): void {
    for (const listener of this.listeners.get(key) ?? []) listener();
  }

  private recount(): void {
    const counted = this.count();
    const same = (Object.keys(counted) as (keyof Totals)[]).every((name) => counted[name] === this.counted[name]);
    if (same) return;
    this.counted = counted;
    this.emit("totals");
  }
  private count(): Totals {
    const totals: Totals = { rows: 0, toType: 0, toCheck: 0, toAgree: 0, unsent: 0 };
    for (const [key, { due }] of this.infos) {
      const { state } = this.get(key);
      if (state.kind === "restored" || state.kind === "waiting") totals.unsent += 1;
      if (!due) continue;
      totals.rows += 1;
      const waits = WAITS[state.kind];
      if (waits !== null) totals[waits] += 1;
    }
    return totals;
  }
}

const WAITS: Record<CellState["kind"], "toType" | "toCheck" | "toAgree" | null> = {
  open: "toType",
  saving: null,
  saved: null,
  anomaly: "toCheck",
  refused: "toCheck",
  conflict: "toAgree",
  restored: "toCheck",
  waiting: null,
};
