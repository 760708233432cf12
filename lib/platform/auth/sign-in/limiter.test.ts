import { expect, it } from "vitest";
import { makeLimiter } from "./limiter";

const busy = { code: "TOO_MANY", message: expect.stringContaining("Try again") };
const held = () => {
  let open = () => {};
  const until = new Promise<void>((done) => {
    open = done;
  });
  return { until, open };
};

it("as many are inside as it allows, as many wait, and the others are refused before any work is done", async () => {
  const limiter = makeLimiter({ inside: 2, waiting: 3 });
  const { until, open } = held();
  let [running, most, done] = [0, 0, 0];
  const visit = async () => {
    running++;
    most = Math.max(most, running);
    await until;
    running--;
    done++;
  };
  const visits = Array.from({ length: 200 }, () => limiter.enter([], visit));
  const refused = visits.slice(5).map((one) => expect(one).rejects.toMatchObject(busy));
  await Promise.all(refused); // nobody has come out yet
  expect([running, done]).toEqual([2, 0]);
  open();
  await Promise.all(visits.slice(0, 5));
  expect([most, done, running]).toEqual([2, 5, 0]);
  await limiter.enter([], visit);
});

it("one kind takes only its own places, so that a flood of it leaves the other kinds theirs", async () => {
  const limiter = makeLimiter({ inside: 1, waiting: 10 });
  const { until, open } = held();
  const enter = (key: string) => limiter.enter([{ key, most: 3 }], () => until);
  const flood = Array.from({ length: 50 }, () => enter("one"));
  const other = enter("other");
  await Promise.all(flood.slice(3).map((one) => expect(one).rejects.toMatchObject(busy)));
  open();
  await Promise.all([...flood.slice(0, 3), other]);
  await enter("one"); // its places are free again
});

it("a failing task frees its place like any other", async () => {
  const limiter = makeLimiter({ inside: 1, waiting: 0 });
  for (let n = 0; n < 3; n++)
    await expect(limiter.enter([{ key: "k", most: 1 }], () => Promise.reject(new Error("inside")))).rejects.toThrow("inside");
  expect(await limiter.enter([{ key: "k", most: 1 }], async () => "in")).toBe("in");
});
