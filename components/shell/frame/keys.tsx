"use client";

import { usePathname, useRouter } from "next/navigation";
import { useEffect } from "react";
import { destinationOf } from "@/components/today/destinations";

/** How long G waits for the second key. */
const WAIT_MS = 1500;

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest("input, textarea, select, [role=dialog], [role=alertdialog], [role=combobox]") !== null);

/**
 * G and then a key goes to an area, to Today or to My numbers; ? shows all keys, those of Today on Today itself. It hears a key before the
 * page does: the one after G is nobody else's.
 */
export function Keys() {
  const router = useRouter();
  const path = usePathname();
  useEffect(() => {
    let since = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
      const waiting = Date.now() - since < WAIT_MS;
      since = 0;
      if (event.key === "?") return path === "/" ? undefined : router.push("/help#keys");
      if (event.key.toLowerCase() === "g" && !waiting) {
        since = Date.now();
        return;
      }
      if (!waiting || event.key.length > 1) return;
      event.preventDefault();
      const to = destinationOf(event.key.toUpperCase());
      if (to !== null) router.push(to);
    };
    document.addEventListener("keydown", onKey, true);
    return () => document.removeEventListener("keydown", onKey, true);
  }, [path, router]);
  return null;
}
