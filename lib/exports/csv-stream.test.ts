import { describe, expect, it, vi } from "vitest";
import { csvStream } from "./csv-stream";

const pieces = (closed: () => void) =>
  (async function* () {
    try {
      for (let n = 1; n <= 5; n++) yield [[n, "x"]];
    } finally {
      closed();
    }
  })();

describe("a file on its way", () => {
  it("is read to its end, and then its place is free once", async () => {
    const [ended, closed] = [vi.fn(), vi.fn()];
    const text = await new Response(csvStream(["A", "B"], pieces(closed), ended)).text();
    expect(text.trim().split("\r\n").slice(1)).toEqual(["1,x", "2,x", "3,x", "4,x", "5,x"]);
    expect([ended.mock.calls.length, closed.mock.calls.length]).toEqual([1, 1]);
  });

  it("that nobody takes is ended after a while: its source is closed, its place is free, and the reader hears of it", async () => {
    const [ended, closed] = [vi.fn(), vi.fn()];
    const reader = csvStream(["A", "B"], pieces(closed), ended, 40).getReader();
    await reader.read();
    await reader.read();
    await expect.poll(() => ended.mock.calls.length).toBe(1);
    await expect.poll(() => closed.mock.calls.length).toBe(1);
    await expect(reader.read()).rejects.toMatchObject({ code: "TOO_SLOW" });
    expect(ended).toHaveBeenCalledTimes(1);
  });

  it("that is taken slowly goes on", async () => {
    const ended = vi.fn();
    const reader = csvStream(
      ["A", "B"],
      pieces(() => {}),
      ended,
      200,
    ).getReader();
    let count = 0;
    while (!(await reader.read()).done) {
      count++;
      await new Promise((done) => setTimeout(done, 50));
    }
    expect(count).toBe(6);
    expect(ended).toHaveBeenCalledTimes(1);
  });

  it("of which the reader leaves frees its place", async () => {
    const [ended, closed] = [vi.fn(), vi.fn()];
    const body = csvStream(["A", "B"], pieces(closed), ended, 40);
    const reader = body.getReader();
    await reader.read();
    await reader.cancel();
    await new Promise((done) => setTimeout(done, 80));
    expect(ended).toHaveBeenCalledTimes(1);
  });
});
