"use client";

import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";

type Current = { key: string | null; choose: (key: string) => void };
const CurrentRow = createContext<Current>({ key: null, choose: () => {} });

/** A row of the board: whether it is the current one, and the attributes by which the board finds it and the pointer and focus choose it. */
export function useBoardRow(key: string) {
  const { key: chosen, choose } = useContext(CurrentRow);
  const current = chosen === key;
  const take = () => choose(key);
  return { current, row: { "data-row": key, "data-current": current || undefined, onFocusCapture: take, onPointerDown: take } };
}

const rowOf = (key: string | null) =>
  key === null ? null : (document.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`) ?? null);
const primaryOf = (key: string | null) => rowOf(key)?.querySelector<HTMLElement>("[data-primary]") ?? null;
const inField = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest("input, textarea, select, [contenteditable=true], [role=dialog], [role=alertdialog]") !== null;

type Props = {
  /** every row, in reading order */
  rows: string[];
  /** single-letter keys without Ctrl; false if the viewer switched them off */
  singleKeys: boolean;
  /** shows the keys of the page, for "?"; without it, that key is left to the frame */
  onHelp?: () => void;
  children: ReactNode;
};

/** What a key presses: in the current row, otherwise what stands outside the rows. */
const withKey = (key: string, row: HTMLElement | null) => {
  const pressed = `[aria-keyshortcuts="${CSS.escape(key)}"]`;
  const outside = [...document.querySelectorAll<HTMLElement>(`main ${pressed}`)].find((found) => found.closest("[data-row]") === null);
  return row?.querySelector<HTMLElement>(pressed) ?? outside ?? null;
};

/**
 * Keyboard handling of a page of rows. One row is current: arrows, J and K move, Enter opens it, and a letter presses the button of that row
 * with that letter, or one of the page. When a row disappears, the next one becomes current and gets the lost focus.
 */
export function RowBoard({ rows, singleKeys, onHelp, children }: Props) {
  const [chosen, choose] = useState<string | null>(rows[0] ?? null);
  const place = useRef(0);
  const here = chosen === null ? -1 : rows.indexOf(chosen);
  if (here >= 0) place.current = here;
  const key = here >= 0 ? chosen : (rows[Math.min(place.current, rows.length - 1)] ?? null);

  // A settled row loses the focus; it goes to the next row.
  useEffect(() => {
    if (chosen === null || here >= 0) return;
    choose(key);
    if (document.activeElement === document.body) primaryOf(key)?.focus();
  }, [chosen, here, key]);

  useEffect(() => {
    const move = (by: number) => {
      const next = rows[Math.max(0, Math.min(rows.length - 1, (key === null ? 0 : rows.indexOf(key)) + by))];
      if (next === undefined) return;
      choose(next);
      primaryOf(next)?.focus();
      rowOf(next)?.scrollIntoView({ block: "nearest" });
    };
    const press = (event: KeyboardEvent): boolean => {
      const letter = event.key.length === 1 ? event.key.toUpperCase() : event.key;
      const inRows = event.target === document.body || (event.target instanceof HTMLElement && event.target.closest("[data-row]") !== null);
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (!inRows || rows.length === 0) return false;
        // The first arrow key from the top of the page selects the first row.
        move(event.target === document.body ? 0 : event.key === "ArrowDown" ? 1 : -1);
        return true;
      }
      if (event.key === "Enter" && event.target === document.body && key !== null) {
        primaryOf(key)?.click();
        return true;
      }
      if (!singleKeys) return false;
      if (letter === "?" && onHelp !== undefined) {
        onHelp();
        return true;
      }
      if (letter === "J" || letter === "K") {
        move(letter === "J" ? 1 : -1);
        return true;
      }
      const pressed = withKey(letter, rowOf(key));
      if (pressed instanceof HTMLInputElement) pressed.focus();
      else pressed?.click();
      return pressed !== null;
    };
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return;
      if (document.querySelector("[role=dialog], [role=alertdialog]") !== null) return;
      if (press(event)) event.preventDefault();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [rows, key, singleKeys, onHelp]);

  return <CurrentRow.Provider value={{ key, choose }}>{children}</CurrentRow.Provider>;
}
