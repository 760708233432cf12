"use client";

import { useEffect } from "react";

const FIELDS = "input, textarea, select, [contenteditable=true], [role=dialog], [role=alertdialog], [role=application]";

/**
 * Single-letter keys of a page: each presses the element with that aria-keyshortcuts. Not in fields, not with Ctrl, and not if the viewer
 * switched them off.
 */
export function PageKeys() {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !/^[a-z]$/i.test(event.key)) return;
      if (event.target instanceof HTMLElement && event.target.closest(FIELDS) !== null) return;
      if (document.querySelector("[role=dialog], [role=alertdialog]") !== null) return;
      const verb = document.querySelector<HTMLElement>(`main [aria-keyshortcuts="${event.key.toUpperCase()}"]`);
      if (verb === null) return;
      event.preventDefault();
      verb.click();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
  return null;
}
