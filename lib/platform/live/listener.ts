import "server-only";
import pg from "pg";
import { realNow } from "@/lib/clock";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { CHANNEL, type LiveNote, readNote } from "./note";

/** Called with the change, or with null if the connection was lost meanwhile: then anything may have changed. */
export type LiveSubscriber = (note: LiveNote | null) => void;

/** Recent notes are kept for a page that was rendered just before its stream began. */
const KEPT_MS = 60_000;
const KEPT_NOTES = 2_000;
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;

/**
 * One LISTEN connection of this process, outside the pool, opened for the first subscriber and kept. After the database was away it
 * reconnects, waiting longer each time, and tells every subscriber that it may have missed something.
 */
class Listener {
  readonly #subscribers = new Set<LiveSubscriber>();
  #kept: { at: number; note: LiveNote }[] = [];
  #client: pg.Client | null = null;
  /** Start of the time without missed notes; null while not connected. */
  #hearingSince: number | null = null;
  #wait = FIRST_WAIT_MS;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  /**
   * Returns a function that unsubscribes. `since`: when the subscriber's page was rendered, in milliseconds; later notes are delivered at
   * once.
   */
  subscribe(subscriber: LiveSubscriber, since: number): () => void {
    this.#subscribers.add(subscriber);
    if (this.#client === null && this.#timer === null) this.#connect();
    if (this.#hearingSince !== null) {
      if (since < this.#hearingSince || since < realNow().getTime() - KEPT_MS) subscriber(null);
      else for (const { at, note } of this.#kept) if (at >= since) subscriber(note);
    }
    return () => {
      this.#subscribers.delete(subscriber);
    };
  }

  get hearing(): boolean {
    return this.#hearingSince !== null;
  }

  /** For tests and for shutdown. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = null;
    this.#hearingSince = null;
    await client?.end().catch(() => {});
  }

  #tell(note: LiveNote | null) {
    for (const subscriber of this.#subscribers) subscriber(note);
  }

  #heard(payload: string) {
    const note = readNote(payload);
    if (note === null) return;
    const at = realNow().getTime();
    this.#kept.push({ at, note });
    if (this.#kept.length > KEPT_NOTES || (this.#kept[0]?.at ?? at) < at - 2 * KEPT_MS) {
      this.#kept = this.#kept.filter((kept) => kept.at >= at - KEPT_MS).slice(-KEPT_NOTES / 2);
      if (this.#hearingSince !== null) this.#hearingSince = Math.max(this.#hearingSince, this.#kept[0]?.at ?? at);
    }
    this.#tell(note);
  }

  #connect() {
    if (this.#closed) return;
    const client = new pg.Client({
      connectionString: env.DATABASE_URL,
      application_name: "coo-command-center live",
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    this.#client = client;
    let over = false;
    const lost = () => {
      if (over) return;
      over = true;
      client.end().catch(() => {});
      if (this.#closed || this.#client !== client) return;
      this.#client = null;
      this.#hearingSince = null;
      this.#timer = setTimeout(() => {
        this.#timer = null;
        this.#connect();
      }, this.#wait);
      this.#timer.unref();
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
    };
    client.on("error", lost);
    client.on("end", lost);
    client.on("notification", ({ payload }) => this.#heard(payload ?? ""));
    client
      .connect()
      .then(() => client.query(`LISTEN ${CHANNEL}`))
      .then(() => {
        this.#wait = FIRST_WAIT_MS;
        this.#kept = [];
        this.#hearingSince = realNow().getTime();
        this.#tell(null);
      })
      .catch((error: unknown) => {
        log.warn({ err: error }, "live updates wait for the database");
        lost();
      });
  }
}

// One per process: otherwise each reload in development would open another.
const held = globalThis as unknown as { cooListener?: Listener };
held.cooListener ??= new Listener();
export const listener = held.cooListener;
