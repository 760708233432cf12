"use client";

import { type RefObject, useEffect } from "react";

/** Whoever came by a link to the place `#hash` begins to type in its first field. */
export function useFocusAtHash(within: RefObject<HTMLElement | null>, hash: string): void {
  useEffect(() => {
    if (window.location.hash === `#${hash}`) within.current?.querySelector<HTMLElement>("input:not([type=hidden]), textarea")?.focus();
  }, [within, hash]);
}
