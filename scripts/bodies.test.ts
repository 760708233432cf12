import { beforeEach, expect, it } from "vitest";
import { Bodies, TIMES } from "./bodies.mjs";

let now = 0;
let refused: string[] = [];
let bodies: Bodies;
beforeEach(() => {
  now = 0;
  refused = [];
  bodies = new Bodies({ room: { ofOneSender: 2, atOnce: 4, bytes: 1_000 }, now: () => now });
});
const enter = (name: string, sender: string | null, limit = 1_000) =>
  bodies.enter(sender, limit, (status: number) => void refused.push(`${name} ${status}`));

it("if one sender has too many, its oldest is refused, and nobody else's", () => {
  enter("a1", "a");
  enter("b1", "b");
  enter("a2", "a");
  enter("a3", "a");
  expect(refused).toEqual(["a1 429"]);
});

it("if all have too many, the oldest is refused; unknown senders have no share", () => {
  for (const name of ["1", "2", "3", "4", "5", "6"]) enter(name, null);
  expect(refused).toEqual(["1 503", "2 503"]);
});

it("a complete body is never refused, and its bytes are released when it is answered", () => {
  const whole = enter("whole", "a");
  bodies.take(whole, 900);
  bodies.whole(whole);
  const late = enter("late", "b");
  bodies.take(late, 100);
  expect(refused).toEqual([]);
  bodies.take(late, 1);
  expect(refused).toEqual(["late 503"]);
  expect(bodies.bytes).toBe(900);
  bodies.leave(whole);
  bodies.leave(whole);
  expect(bodies.bytes).toBe(0);
});

it("when bytes are short, bodies that hold some are refused, oldest first", () => {
  const [, first, second, third] = [enter("empty", null), enter("first", null), enter("second", null), enter("third", null)];
  bodies.take(first, 500);
  bodies.take(second, 500);
  bodies.take(third, 400);
  expect(refused).toEqual(["first 503"]);
  expect(bodies.bytes).toBe(900);
});

it("a body over its limit is refused and forgotten", () => {
  const body = enter("body", "a", 10);
  bodies.take(body, 11);
  bodies.take(body, 11);
  expect([refused, bodies.bytes]).toEqual([["body 413"], 0]);
});

it("silence ends a body, and so does taking too long, small ones sooner", () => {
  enter("silent", null, 100);
  const [small, large] = [enter("small", null, 100), enter("large", null, 1_000_000)];
  for (; now < TIMES.large - 1_000; now += 1_000) {
    bodies.take(small, 1);
    bodies.take(large, 1);
    bodies.sweep();
  }
  expect(refused).toEqual(["silent 408", "small 408"]);
  now = TIMES.large;
  bodies.take(large, 1);
  bodies.sweep();
  expect(refused.at(-1)).toBe("large 408");
});

it("if there are too many, the sender with the most loses one, not the first to begin", () => {
  const cut: string[] = [];
  const bodies = new Bodies({ room: { ofOneSender: 24, atOnce: 3, bytes: 100 } });
  bodies.enter("honest", 10, () => cut.push("honest"));
  for (const n of [1, 2, 3]) bodies.enter("flood", 10, () => cut.push(`flood ${n}`));
  expect(cut).toEqual(["flood 1"]);
});
