"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { spreadOf, spreadOut } from "./spread";

const LONGEST_WAIT_MS = 30_000;
/** The page comes first: the stream is opened after it has been drawn and has finished its prefetches. Nothing is missed meanwhile. */
const AFTER_LOAD_MS = 1_500;
/** Events that show that somebody uses the page. */
const TOUCHES = ["focus", "pointermove", "pointerdown", "keydown", "wheel"] as const;
/** A change reported so soon after a lost server is found again was reported to everybody. */
const TOLD_ALL_MS = 2_000;
const FIELDS = "form input:not([type=hidden], [type=search], [type=checkbox], [type=radio]), form textarea";

/** Unsent input was typed against the shown values: refreshing would overwrite a newer version unseen. */
const isTyped = (field: Element) =>
  (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) && field.value !== field.defaultValue;

/** Somebody who types, has typed, or reads a dialog is not interrupted; the page refreshes when they are done. */
const isBusy = () =>
  document.querySelector('[role="dialog"], [role="alertdialog"], [aria-busy="true"]') !== null ||
  (document.activeElement instanceof HTMLElement && document.activeElement.matches("input, textarea, select, [contenteditable=true]")) ||
  [...document.querySelectorAll(FIELDS)].some(isTyped);

/**
 * Refreshes the page when somebody else changed something on it. Listens only while the tab is visible, because a browser allows few
 * connections to one host. All tabs hear of a change at once and do not know of each other, so each waits a random time, short if somebody
 * uses it (spread.ts). People see the result of their own actions directly. `since`: when this page was rendered, in milliseconds, so that
 * nothing in between is missed.
 */
export function LiveRefresh({ since }: { since: number }) {
  const router = useRouter();
  const drawnAt = useRef(since);
  drawnAt.current = Math.max(drawnAt.current, since);

  useEffect(() => {
    let source: EventSource | null = null;
    let retry: ReturnType<typeof setTimeout> | null = null;
    let later: ReturnType<typeof setInterval> | null = null;
    let wait = 1_000;
    let ended = false;
    let lost = false;
    let openedAt = 0;
    let touchedAt = Date.now();

    const refresh = () => {
      if (isBusy()) {
        later ??= setInterval(() => {
          if (isBusy()) return;
          if (later) clearInterval(later);
          later = null;
          router.refresh();
        }, 500);
        return;
      }
      router.refresh();
    };
    const spread = spreadOut(refresh);
    const changed = () => {
      const now = Date.now();
      spread.ask(spreadOf({ focused: document.hasFocus(), touchedAt, now, rejoined: lost && now - openedAt < TOLD_ALL_MS }));
      lost = false;
    };
    const touched = () => {
      touchedAt = Date.now();
      spread.hurry();
    };
    const stop = () => {
      source?.close();
      source = null;
      if (retry) clearTimeout(retry);
      retry = null;
    };
    const listen = () => {
      retry = null;
      if (source !== null || ended || document.visibilityState !== "visible") return;
      const opened = new EventSource(`/api/live?since=${drawnAt.current}`);
      source = opened;
      opened.addEventListener("open", () => {
        wait = 1_000;
        openedAt = Date.now();
      });
      opened.addEventListener("changed", changed);
      opened.addEventListener("ended", () => {
        ended = true;
        stop();
        router.refresh(); // the page itself says if access has ended
      });
      opened.addEventListener("full", stop);
      opened.addEventListener("error", () => {
        stop();
        lost = true;
        retry = setTimeout(listen, wait + Math.random() * wait);
        wait = Math.min(wait * 2, LONGEST_WAIT_MS);
      });
    };
    const seen = () => {
      if (document.visibilityState !== "visible") stop();
      else if (retry === null) listen();
    };

    retry = setTimeout(listen, AFTER_LOAD_MS);
    document.addEventListener("visibilitychange", seen);
    window.addEventListener("pagehide", stop);
    for (const sign of TOUCHES) window.addEventListener(sign, touched, { passive: true });
    window.addEventListener("pageshow", seen);
    return () => {
      stop();
      spread.stop();
      if (later) clearInterval(later);
      for (const sign of TOUCHES) window.removeEventListener(sign, touched);
      document.removeEventListener("visibilitychange", seen);
      window.removeEventListener("pagehide", stop);
      window.removeEventListener("pageshow", seen);
    };
  }, [router]);
  return null;
}
