import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { CALENDAR_YEAR } from "@/lib/calendar/fiscal-year";
import { type EnterableKpi, toNumberRow } from "@/lib/kpis/numbers/number-row";
import type { FormState } from "@/lib/platform/web/form-state";
import { forgetDraftsOfOthers, readDrafts } from "../drafts";
import { cellKey, type Saved } from "./number-cell";
import { NumberStore } from "./number-store";

const kpi: EnterableKpi = {
  id: "k",
  code: "PRC-20",
  name: "Cycle time",
  unit: "days",
  frequency: "week",
  departmentName: "Production Control",
  ownerName: "Peter Krebs",
  forName: null,
  dueDays: 1,
  dueWorkingDays: true,
  lower: 10.2,
  upper: 16,
  minimum: "0",
  maximum: null,
  startsOn: "2014-05-05",
};
const row = toNumberRow(kpi, [], 3, "2014-06-02", CALENDAR_YEAR);
const DUE = cellKey("k", "2014-05-26");
const BEFORE = cellKey("k", "2014-05-19");
const PERSON = "p1";

/** A server that returns given answers and records requests. */
function server() {
  const sent: Record<string, string>[] = [];
  const answers: (FormState<Saved> | "lost")[] = [];
  const record = async (_: FormState<Saved>, form: FormData): Promise<FormState<Saved>> => {
    const fields = Object.fromEntries(form) as Record<string, string>;
    sent.push(fields);
    const answer = answers.shift();
    if (answer === "lost") throw new TypeError("Failed to fetch");
    return answer ?? { status: "ok", data: saved(fields.value ?? null, Number(fields.seenVersion) + 1) };
  };
  const takeBack = async (): Promise<FormState<Saved | null>> => ({ status: "ok", data: null });
  return { sent, answers, record, takeBack };
}
const saved = (value: string | null, version: number): Saved => ({
  version,
  value,
  state: "final",
  reason: null,
  by: "Peter Krebs",
  at: "2014-06-02T08:00:00Z",
});
const settle = () => new Promise((done) => setTimeout(done, 0));

function grid(from = server()) {
  const store = new NumberStore(PERSON, from.record, from.takeBack);
  store.register([row]);
  return { store, ...from };
}

beforeEach(() => {
  const items = new Map<string, string>();
  const localStorage = {
    get length() {
      return items.size;
    },
    key: (i: number) => [...items.keys()][i] ?? null,
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => items.set(name, value),
    removeItem: (name: string) => items.delete(name),
  };
  vi.stubGlobal("window", { localStorage });
});
afterEach(() => vi.unstubAllGlobals());

it("a cell is notified only of its own changes", async () => {
  const { store } = grid();
  const [due, before] = [vi.fn(), vi.fn()];
  store.subscribe(DUE, due);
  store.subscribe(BEFORE, before);
  store.type(DUE, "1");
  store.type(DUE, "12");
  expect([due.mock.calls.length, before.mock.calls.length]).toEqual([2, 0]);
});

it("a slip raises a question, and nothing is sent until it is answered", async () => {
  const { store, sent } = grid();
  store.type(DUE, "126");
  expect(store.commit(DUE)).toBe(false);
  expect(store.get(DUE).state).toMatchObject({ kind: "anomaly", anomaly: { guess: "12.6" } });
  expect(sent).toEqual([]);
  store.take(DUE, "12.6");
  await settle();
  expect(sent).toMatchObject([{ value: "12.6", seenVersion: "0" }]);
  expect(store.get(DUE)).toMatchObject({ typed: "12.6", state: { kind: "saved" } });
  expect(store.totals()).toMatchObject({ rows: 1, toType: 0, unsent: 0 });
});

it("without a connection input is kept on the device, sent later under the same key, and then removed", async () => {
  const first = grid();
  first.answers.push("lost");
  first.store.type(DUE, "12");
  first.store.commit(DUE);
  await settle();
  expect(first.store.get(DUE).state).toEqual({ kind: "waiting" });
  expect(first.store.totals().unsent).toBe(1);

  const after = grid(); // the page was reloaded
  expect(after.store.restore()).toBe(1);
  expect(after.store.get(DUE)).toMatchObject({ typed: "12", state: { kind: "waiting" } });
  await after.store.flush();
  expect(after.sent[0]?.idempotencyKey).toBe(first.sent[0]?.idempotencyKey);
  expect(after.store.get(DUE).state.kind).toBe("saved");
  expect(readDrafts(PERSON).size).toBe(0);
});

it("kept input is shown to nobody else, and is removed in somebody else's session", () => {
  grid().store.queue(DUE, "12");
  expect([readDrafts("p2").size, readDrafts(PERSON).size]).toEqual([0, 1]);
  forgetDraftsOfOthers("p2");
  expect(readDrafts(PERSON).size).toBe(0);
});

it("a conflict keeps the input next to the current value, and never overwrites it by itself", async () => {
  const { store, answers, sent } = grid();
  answers.push({ status: "conflict", message: "Hazem saved 13", fieldErrors: {}, values: {}, current: saved("13", 4) });
  store.type(DUE, "12");
  store.commit(DUE);
  await settle();
  const { state, typed } = store.get(DUE);
  expect([typed, state.kind, state.kind === "conflict" && state.theirs?.value]).toEqual(["12", "conflict", "13"]);
  if (state.kind === "conflict") store.keepMine(DUE, state.theirs, state.mine);
  await settle();
  expect(sent.at(-1)).toMatchObject({ value: "12", seenVersion: "4" });
  expect(store.get(DUE).state.kind).toBe("saved");
});

it("input typed while a value is being sent stays", async () => {
  const { store } = grid();
  store.type(DUE, "12");
  store.commit(DUE);
  store.type(DUE, "12.5");
  await settle();
  expect(store.get(DUE)).toMatchObject({ typed: "12.5", saved: { value: "12" } });
});

it("Ctrl Z undoes the last edit: unsaved input first, then the last save", async () => {
  const { store } = grid();
  store.type(BEFORE, "14");
  store.commit(BEFORE);
  await settle();
  store.type(DUE, "1");
  expect(await store.undo()).toBe(DUE);
  expect(store.get(DUE).typed).toBe("");
  expect(await store.undo()).toBe(BEFORE);
  expect(store.get(BEFORE)).toMatchObject({ saved: null, typed: "" });
  expect(await store.undo()).toBeNull();
});

it("values saved by others are accepted where nothing is typed, and nowhere else", () => {
  const { store } = grid();
  store.type(DUE, "1");
  const theirs = { ...saved("13", 1), period: "", note: null };
  const seen = toNumberRow(
    kpi,
    [
      { ...theirs, period: "2014-05-26" },
      { ...theirs, period: "2014-05-19" },
    ],
    3,
    "2014-06-02",
    CALENDAR_YEAR,
  );
  store.register([seen]);
  store.adopt([seen], 0);
  expect([store.get(DUE).typed, store.get(BEFORE).typed]).toEqual(["1", "13"]);
});

it("an older answer does not bring back an undone value", async () => {
  const { store } = grid();
  store.type(DUE, "12");
  store.commit(DUE);
  await settle();
  await store.undo();
  store.adopt([toNumberRow(kpi, [{ ...saved("12", 1), period: "2014-05-26", note: null }], 3, "2014-06-02", CALENDAR_YEAR)], 0);
  expect(store.get(DUE)).toMatchObject({ saved: null, typed: "" });
});

it("a value undone by somebody else disappears if nothing is typed; an answer requested before the value was saved here does not remove it", async () => {
  const theirs = toNumberRow(kpi, [{ ...saved("12", 1), period: "2014-05-26", note: null }], 3, "2014-06-02", CALENDAR_YEAR);
  const { store } = grid();
  store.adopt([theirs], store.moment());
  expect(store.get(DUE)).toMatchObject({ typed: "12" });
  const asked = store.moment();
  store.type(BEFORE, "14");
  store.commit(BEFORE);
  await settle();
  store.adopt([row], asked);
  expect([store.get(DUE).saved, store.get(DUE).typed, store.get(BEFORE).typed]).toEqual([null, "", "14"]);
  expect(store.totals()).toMatchObject({ toType: 1 });
  store.adopt([row], store.moment());
  expect(store.get(BEFORE)).toMatchObject({ saved: null, typed: "" });
});
