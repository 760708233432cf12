// The bodies of requests that are on their way in: what they hold together, and whose turn it is to give way.

const MB = 1024 ** 2;

/** Bodies that may be unfinished at once, of one sender and of all, and bytes that all of them hold until they are answered. */
export const ROOM = { ofOneSender: 24, atOnce: 64, bytes: 32 * MB };

/** Milliseconds without a byte; altogether, for what is small; and for what is larger. */
export const TIMES = { silent: 10_000, small: 10_000, large: 60_000, smallBytes: 64 * 1024 };

/** Of those who send the most at once, who has been at it longest. */
function oldestOfMost(open) {
  const counts = new Map();
  for (const { sender } of open) counts.set(sender, (counts.get(sender) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return open.find(({ sender }) => counts.get(sender) === most);
}

/**
 * Where there is no room for one more, who has been at it longest gives way: an honest body is there within moments, so that whoever sends
 * without end makes room for the others. `cut` of a body is called with the status it is refused by: 408, 413, 429 or 503.
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

  /** Bytes that are held at the moment. */
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
   * A body begins, of at most `limit` bytes. `sender` null: nobody knows whose, and it counts among all only.
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

  /** Some of it arrives. */
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

  /** It is there, and is held until its request is answered. */
  whole(body) {
    body.open = false;
  }

  /** It is answered, or its sender is gone. */
  leave(body) {
    if (this.#all.delete(body)) this.#bytes -= body.held;
    body.open = false;
  }

  /** Refuses what takes too long. */
  sweep() {
    const now = this.#now();
    for (const body of this.#unfinished()) {
      const patience = body.limit <= TIMES.smallBytes ? TIMES.small : TIMES.large;
      if (now - body.heard >= TIMES.silent || now - body.began >= patience) this.#cut(body, 408);
    }
  }
}
