import "server-only";
import { realNow } from "@/lib/clock";
import { rightsOf, type Viewer } from "@/lib/platform/authz/viewer";
import { listener } from "./listener";
import { isNoteFor, type LiveNote } from "./note";

/** At most one event a second: every receiver reloads the page, which shows all changes since. */
const APART_MS = 1_000;
const BEAT_MS = 15_000;
/** Well inside the half minute within which a lost right must take effect. */
const CHECK_MS = 20_000;
const PER_PERSON = 6;
const IN_ALL = 1_000;

type Open = { personId: string; end: (event?: "ended" | "full") => void };
const held = globalThis as unknown as { cooStreams?: Set<Open> };
if (held.cooStreams === undefined) {
  held.cooStreams = new Set();
  // An open stream would keep the server from shutting down.
  process.once("SIGTERM", endAll);
  process.once("SIGINT", endAll);
}
const streams = held.cooStreams;

function endAll() {
  for (const stream of [...(held.cooStreams ?? [])]) stream.end();
  void listener.close();
}

export const openStreams = (): number => streams.size;
export const isFull = (): boolean => streams.size >= IN_ALL;

type Options = {
  viewer: Viewer;
  /** Reads the session's viewer again; null if it ended. */
  again: () => Promise<Viewer | null>;
  /** When the page was rendered (ms). */
  since: number;
  aborted: AbortSignal;
  /** how often session and grants are read again */
  checkMs?: number;
};

/**
 * Server-sent events of one browser tab. "changed": something the viewer may read has changed, without saying what. "ended": the session or
 * every right is gone. "full": the same person has opened too many. Session and grants are read again every 20 s; if a check gets no
 * answer, the last one is kept for at most two rounds.
 */
export function openStream({ viewer: first, again, since, aborted, checkMs = CHECK_MS }: Options): ReadableStream<Uint8Array> {
  let viewer = first;
  let leave: (() => void) | null = null;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const encoder = new TextEncoder();
      const timers: NodeJS.Timeout[] = [];
      let over = false;
      let unanswered = 0;
      let sentAt = Number.NEGATIVE_INFINITY;
      let waiting: NodeJS.Timeout | null = null;

      const write = (text: string) => {
        if (!over) controller.enqueue(encoder.encode(text));
      };
      const stream: Open = {
        personId: first.personId,
        end: (event) => {
          if (over) return;
          if (event !== undefined) write(`event: ${event}\ndata:\n\n`);
          over = true;
          streams.delete(stream);
          stop();
          for (const timer of timers) clearInterval(timer);
          if (waiting) clearTimeout(waiting);
          aborted.removeEventListener("abort", gone);
          try {
            controller.close();
          } catch {} // the reader has already gone
        },
      };
      const gone = () => stream.end();
      const changed = () => {
        if (waiting !== null || over) return;
        const send = () => {
          waiting = null;
          sentAt = realNow().getTime();
          write(`event: changed\nid: ${sentAt}\ndata:\n\n`);
        };
        const left = sentAt + APART_MS - realNow().getTime();
        if (left <= 0) send();
        else waiting = setTimeout(send, left);
      };
      const heard = (note: LiveNote | null) => {
        if (note === null || isNoteFor(viewer, note)) changed();
      };
      const check = async () => {
        try {
          const now = await again();
          if (now === null) return stream.end("ended");
          unanswered = 0;
          // Different rights mean a different page.
          const moved = rightsOf(now) !== rightsOf(viewer);
          viewer = now;
          if (moved) changed();
        } catch {
          if (++unanswered > 2) stream.end();
        }
      };

      leave = gone;
      const own = [...streams].filter((other) => other.personId === first.personId);
      for (const oldest of own.slice(0, Math.max(0, own.length + 1 - PER_PERSON))) oldest.end("full");
      streams.add(stream);
      write(": listening\n\n");
      const stop = listener.subscribe(heard, since);
      timers.push(
        setInterval(() => write(": beat\n\n"), BEAT_MS),
        setInterval(check, checkMs),
      );
      if (aborted.aborted) gone();
      else aborted.addEventListener("abort", gone);
    },
    cancel() {
      leave?.();
    },
  });
}
