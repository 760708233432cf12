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

/** One cell: what uses it is drawn again when that cell changes. */
export function useCell(key: string): Cell {
  const store = useStore();
  const read = () => store.get(key);
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

/** The cell of a row that has something to say: one that is being dealt with, else the one that was entered last, else the due one. */
export function useSpeakingCell(keys: readonly string[]): string {
  const store = useStore();
  const read = () => {
    const due = keys.at(-1) ?? "";
    const busy = keys.findLast((key) => !["open", "saved"].includes(store.get(key).state.kind));
    return busy ?? keys.find((key) => store.get(key).active) ?? due;
  };
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

/** Whether the keyboard stands in this row: only its buttons are reached with Tab. */
export function useRowActive(keys: readonly string[]): boolean {
  const store = useStore();
  const read = () => keys.some((key) => store.get(key).active);
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
