"use client";

import { usePathname, useRouter } from "next/navigation";
import { useEffect } from "react";
import { destinationOf } from "@/components/today/destinations";

/** How long G waits for the second key. */
const WAIT_MS = 1500;

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest("input, textarea, select, [role=dialog], [role=combobox]") !== null);

/** G and then a key goes to an area, to Today or to My numbers; ? shows all keys. Today has its own handler, with more keys. */
export function Keys() {
  const router = useRouter();
  const path = usePathname();
  useEffect(() => {
    if (path === "/") return;
    let since = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
      const waiting = Date.now() - since < WAIT_MS;
      since = 0;
      if (event.key === "?") return router.push("/help#keys");
      if (event.key.toLowerCase() === "g" && !waiting) {
        since = Date.now();
        return;
      }
      const to = waiting ? destinationOf(event.key.toUpperCase()) : null;
      if (to !== null) router.push(to);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [path, router]);
  return null;
}
