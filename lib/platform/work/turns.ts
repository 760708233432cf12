/** How much work of one sort may run in parallel. Work beyond that waits, and work that would wait too long is refused. */
export type TurnLimits = {
  /** running at a time, per person and in total */
  perPerson: number;
  inAll: number;
  /** waiting at a time */
  waitingPerPerson: number;
  waitingInAll: number;
  /** longest wait */
  waitMs: number;
};

export type Asked = {
  who: string;
  /** A newer request replaces an earlier one only if kind and person are the same. */
  kind: string;
  /** Ends earlier requests of the same person, who only looks at the latest. */
  replaces?: boolean;
  /** Part of work that has begun: it waits its turn, however long the queue, and is not refused. */
  patient?: boolean;
};

type Waiting = Asked & { start: () => void; refuse: (why: Error) => void };
type UnderWay = Pick<Asked, "who" | "kind"> & { end: (why: Error) => void };

/** The refusals, created anew each time, with messages for the person who asked. */
export type Refusals = { tooMany: () => Error; replaced: () => Error };

/**
 * Runs work in turns: first come, first served, except that a person who already has their maximum running waits. `turn` runs the work when
 * its turn comes and passes it a signal that is aborted when a newer request replaces it; the work must then stop. Throws `tooMany`,
 * `replaced`, or what the work throws. State is kept in the memory of one process.
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
