/** How much of one sort of work may go on beside each other. What is beyond that waits, and what would wait too long is refused. */
export type TurnLimits = {
  /** under way at a time, for one person and in all */
  perPerson: number;
  inAll: number;
  /** waiting at a time */
  waitingPerPerson: number;
  waitingInAll: number;
  /** how long one waits at most */
  waitMs: number;
};

export type Asked = {
  who: string;
  /** What is asked for: only a later one of the same kind and person takes the place of an earlier one. */
  kind: string;
  /** Ends what the same person asked for before: they look at the latest only. */
  replaces?: boolean;
  /** Part of something that has begun: it waits its turn however many do, and is not refused. */
  patient?: boolean;
};

type Waiting = Asked & { start: () => void; refuse: (why: Error) => void };
type UnderWay = Pick<Asked, "who" | "kind"> & { end: (why: Error) => void };

/** The refusals, made again each time; written for whoever asked. */
export type Refusals = { tooMany: () => Error; replaced: () => Error };

/**
 * Lets work go on in turns: first come first served, but for a person who has as much under way as is theirs. `turn` runs the work when it
 * is its turn and gives it a signal that says when a newer one takes its place; the work has to end then. Throws `tooMany` or
 * `replaced`, or what the work throws. In the memory of one process.
 */
export function makeTurns(limits: TurnLimits, refusals: Refusals) {
  const waiting: Waiting[] = [];
  const underWay = new Set<UnderWay>();
  const ofPerson = (all: Iterable<{ who: string }>, who: string) => [...all].filter((one) => one.who === who).length;
  const isFree = (who: string) => underWay.size < limits.inAll && ofPerson(underWay, who) < limits.perPerson;
  const remove = (one: Waiting) => {
    const at = waiting.indexOf(one);
    if (at >= 0) waiting.splice(at, 1);
  };

  function next() {
    for (const one of [...waiting]) {
      if (!isFree(one.who)) continue;
      remove(one);
      one.start();
    }
  }

  function place({ who, kind, replaces = false, patient = false }: Asked): Promise<UnderWay & { signal: AbortSignal }> {
    const { signal, end } = ending();
    const own = { who, kind, signal, end };
    if (replaces) {
      for (const one of waiting.filter((other) => other.who === who && other.kind === kind)) one.refuse(refusals.replaced());
      for (const one of underWay) if (one.who === who && one.kind === kind) one.end(refusals.replaced());
    }
    if (isFree(who)) {
      underWay.add(own);
      return Promise.resolve(own);
    }
    const full = ofPerson(waiting, who) >= limits.waitingPerPerson || waiting.length >= limits.waitingInAll;
    if (full && !patient) return Promise.reject(refusals.tooMany());
    return new Promise((done, fail) => {
      const one: Waiting = {
        who,
        kind,
        start: () => {
          clearTimeout(timer);
          underWay.add(own);
          done(own);
        },
        refuse: (why) => {
          clearTimeout(timer);
          remove(one);
          fail(why);
        },
      };
      const timer = patient ? undefined : setTimeout(() => one.refuse(refusals.tooMany()), limits.waitMs);
      waiting.push(one);
    });
  }

  async function turn<T>(asked: Asked, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const own = await place(asked);
    try {
      own.signal.throwIfAborted();
      return await run(own.signal);
    } finally {
      underWay.delete(own);
      next();
    }
  }

  return { turn, count: () => ({ underWay: underWay.size, waiting: waiting.length }) };
}

function ending(): { signal: AbortSignal; end: (why: Error) => void } {
  const controller = new AbortController();
  return { signal: controller.signal, end: (why) => controller.abort(why) };
}
