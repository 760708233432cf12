import { describe, expect, it } from "vitest";
import { makeTurns, type TurnLimits } from "./turns";

const LIMITS: TurnLimits = { perPerson: 1, inAll: 2, waitingPerPerson: 2, waitingInAll: 3, waitMs: 60_000 };
const make = (limits: Partial<TurnLimits> = {}) =>
  makeTurns({ ...LIMITS, ...limits }, { tooMany: () => new Error("too many"), replaced: () => new Error("replaced") });

/** Work that runs until it is told to end; the names of started work are noted in order. */
function bench(turns: ReturnType<typeof make>) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const ask = (name: string, who: string, more: { replaces?: boolean; patient?: boolean; kind?: string } = {}) => {
    const result = turns.turn({ who, kind: "preview", ...more }, (signal) => {
      begun.push(name);
      return new Promise<string>((done, fail) => {
        ends.set(name, () => done(name));
        signal.addEventListener("abort", () => fail(signal.reason));
      });
    });
    result.catch(() => {});
    return result;
  };
  const settle = () => new Promise((done) => setImmediate(done));
  const end = async (name: string) => {
    ends.get(name)?.();
    await settle();
  };
  return { begun, ask, end, settle };
}

describe("turns", () => {
  it("one at a time per person, a fixed number in total, the others in order", async () => {
    const { begun, ask, end, settle } = bench(make());
    ask("a1", "a");
    ask("a2", "a");
    ask("b1", "b");
    ask("c1", "c");
    await settle();
    expect(begun).toEqual(["a1", "b1"]);
    await end("b1");
    expect(begun).toEqual(["a1", "b1", "c1"]); // a2 came first, but a already has one running
    await end("a1");
    expect(begun).toEqual(["a1", "b1", "c1", "a2"]);
  });

  it("work beyond the waiting limit is refused: per person, and in total", async () => {
    const turns = make();
    const { ask, settle } = bench(turns);
    for (const name of ["a1", "a2", "a3"]) ask(name, "a");
    await expect(ask("a4", "a")).rejects.toThrow("too many");
    ask("b1", "b");
    ask("b2", "b");
    await expect(ask("c1", "c")).rejects.toThrow("too many");
    await settle();
    expect(turns.count()).toEqual({ underWay: 2, waiting: 3 });
  });

  it("work that waits too long is refused and leaves the queue", async () => {
    const turns = make({ waitMs: 5 });
    const { ask } = bench(turns);
    ask("a1", "a");
    await expect(ask("a2", "a")).rejects.toThrow("too many");
    expect(turns.count()).toEqual({ underWay: 1, waiting: 0 });
  });

  it("a newer one replaces the earlier ones of the same person and kind, and nobody else's", async () => {
    const turns = make({ inAll: 3 });
    const { begun, ask, settle } = bench(turns);
    const first = ask("a1", "a", { replaces: true });
    const other = ask("b1", "b", { replaces: true });
    const second = ask("a2", "a", { replaces: true });
    await expect(first).rejects.toThrow("replaced");
    const third = ask("a3", "a", { replaces: true });
    await expect(second).rejects.toThrow("replaced");
    await settle();
    expect(begun.filter((name) => name !== "a1")).toEqual(["b1", "a2", "a3"]); // the first was ended before it began, or soon after
    ask("a4", "a", { replaces: true, kind: "undo" });
    await settle();
    expect(turns.count()).toEqual({ underWay: 2, waiting: 1 });
    expect(await Promise.race([third, other, "still under way"])).toBe("still under way");
  });

  it("however many are requested, the limits are never exceeded, and all places come back", async () => {
    const turns = make({ waitingInAll: 200, waitingPerPerson: 20 });
    let most = 0;
    const under = new Map<string, number>();
    const asked = Array.from({ length: 100 }, (_, i) => {
      const who = String(i % 10);
      return turns.turn({ who, kind: "k" }, async () => {
        under.set(who, (under.get(who) ?? 0) + 1);
        most = Math.max(most, turns.count().underWay);
        expect(under.get(who)).toBe(1);
        await new Promise((done) => setImmediate(done));
        under.set(who, 0);
        if (i % 3 === 0) throw new Error("failed");
      });
    });
    const ended = await Promise.allSettled(asked);
    expect(ended.filter(({ status }) => status === "rejected")).toHaveLength(34);
    expect(most).toBe(2);
    expect(turns.count()).toEqual({ underWay: 0, waiting: 0 });
  });

  it("parts of work that has begun wait, however many are ahead of them", async () => {
    const { begun, ask, end } = bench(make({ waitMs: 5 }));
    ask("a1", "a");
    for (const name of ["a2", "a3", "a4", "a5"]) ask(name, "a", { patient: true });
    await new Promise((done) => setTimeout(done, 30));
    for (const name of ["a1", "a2", "a3", "a4"]) await end(name);
    expect(begun).toEqual(["a1", "a2", "a3", "a4", "a5"]);
  });
});
