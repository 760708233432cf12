"use client";

import { createContext, useCallback, useContext, useSyncExternalStore } from "react";
import type { Cell } from "./number-cell";
import type { NumberStore, Totals } from "./number-store";

export const StoreContext = createContext<NumberStore | null>(null);

export function useStore(): NumberStore {
  const store = useContext(StoreContext);
  if (store === null) throw new Error("the cells of the grid stand inside the grid");
  return store;
}

/** One cell: its users rerender when that cell changes. */
export const useCell = (key: string): Cell => useCellPart(key, whole);
const whole = (cell: Cell) => cell;

/** Part of one cell: rerenders only when that part changes, so that a keystroke redraws only its own field. */
export function useCellPart<T>(key: string, part: (cell: Cell) => T): T {
  const store = useStore();
  const read = () => part(store.get(key));
  return useSyncExternalStore(
    useCallback((listener) => store.subscribe(key, listener), [store, key]),
    read,
    read,
  );
}

export function useTotals(store: NumberStore): Totals {
  return useSyncExternalStore(
    useCallback((listener) => store.subscribe("totals", listener), [store]),
    store.totals,
    store.totals,
  );
}

/** The cell whose state a row shows: one being handled, otherwise the last one entered, otherwise the due one. */
export const useSpeakingCell = (keys: readonly string[]): string =>
  useRow(keys, (store) => {
    const busy = keys.findLast((key) => !["open", "saved"].includes(store.get(key).state.kind));
    return busy ?? keys.find((key) => store.get(key).active) ?? keys.at(-1) ?? "";
  });

/** Whether the focus is in this row: Tab only reaches its buttons. */
export const useRowActive = (keys: readonly string[]): boolean => useRow(keys, (store) => keys.some((key) => store.get(key).active));

function useRow<T extends string | boolean>(keys: readonly string[], of: (store: NumberStore) => T): T {
  const store = useStore();
  const read = () => of(store);
  return useSyncExternalStore(
    useCallback(
      (listener) => {
        const ends = keys.map((key) => store.subscribe(key, listener));
        return () => {
          for (const end of ends) end();
        };
      },
      [store, keys],
    ),
    read,
    read,
  );
}
