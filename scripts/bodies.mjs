// Request bodies that are still arriving: their total size, and which one is refused when there is no room.

const MB = 1024 ** 2;

/** Unfinished bodies allowed at once, per sender and in total, and the bytes all of them may hold until they are answered. */
export const ROOM = { ofOneSender: 24, atOnce: 64, bytes: 32 * MB };

/** Milliseconds without a byte; total for small bodies; and total for larger ones. */
export const TIMES = { silent: 10_000, small: 10_000, large: 60_000, smallBytes: 64 * 1024 };

/** The oldest body of the sender with the most. */
function oldestOfMost(open) {
  const counts = new Map();
  for (const { sender } of open) counts.set(sender, (counts.get(sender) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return open.find(({ sender }) => counts.get(sender) === most);
}

/**
 * When there is no room for another body, the oldest one is refused: an honest body arrives within moments, so senders that never finish
 * make room for the others. `cut` of a body is called with the status of the refusal: 408, 413, 429 or 503.
 */
export class Bodies {
  /** In the order in which they began. */
  #all = new Set();
  #bytes = 0;
  #room;
  #now;

  constructor({ room = ROOM, now = () => performance.now() } = {}) {
    this.#room = room;
    this.#now = now;
  }

  /** Bytes currently held. */
  get bytes() {
    return this.#bytes;
  }

  #unfinished() {
    return [...this.#all].filter((body) => body.open);
  }

  #cut(body, status) {
    this.leave(body);
    body.cut(status);
  }

  /**
   * A body begins, of at most `limit` bytes. `sender` null: unknown, so it counts only towards the total.
   * @param {string | null} sender
   * @param {number} limit
   * @param {(status: number) => void} cut
   */
  enter(sender, limit, cut) {
    const open = this.#unfinished();
    const own = sender === null ? [] : open.filter((body) => body.sender === sender);
    if (own[0] && own.length >= this.#room.ofOneSender) this.#cut(own[0], 429);
    else if (open[0] && open.length >= this.#room.atOnce) this.#cut(oldestOfMost(open), 503);
    const at = this.#now();
    const body = { sender, limit, cut, held: 0, began: at, heard: at, open: true };
    this.#all.add(body);
    return body;
  }

  /** A part of it arrives. */
  take(body, bytes) {
    if (!this.#all.has(body)) return;
    body.held += bytes;
    body.heard = this.#now();
    this.#bytes += bytes;
    if (body.held > body.limit) return this.#cut(body, 413);
    for (const other of this.#unfinished()) {
      if (this.#bytes <= this.#room.bytes) break;
      if (other.held > 0) this.#cut(other, 503);
    }
  }

  /** It is complete, and is held until its request is answered. */
  whole(body) {
    body.open = false;
  }

  /** It is answered, or its sender is gone. */
  leave(body) {
    if (this.#all.delete(body)) this.#bytes -= body.held;
    body.open = false;
  }

  /** Refuses bodies that take too long. */
  sweep() {
    const now = this.#now();
    for (const body of this.#unfinished()) {
      const patience = body.limit <= TIMES.smallBytes ? TIMES.small : TIMES.large;
      if (now - body.heard >= TIMES.silent || now - body.began >= patience) this.#cut(body, 408);
    }
  }
}
