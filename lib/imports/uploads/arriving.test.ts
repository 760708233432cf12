import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { arriving } from "./arriving";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Pieces of `bytes` each, every `ms`, so many of them; then silence, or the end. */
async function* sender(bytes: number, ms: number, pieces: number, ends: boolean) {
  for (let n = 0; n < pieces; n++) {
    await new Promise((done) => setTimeout(done, ms));
    yield new Uint8Array(bytes);
  }
  if (!ends) await new Promise(() => {});
}
async function receive(body: AsyncIterable<Uint8Array>, pause = 0): Promise<number | string> {
  let bytes = 0;
  try {
    for await (const piece of arriving(body)) {
      bytes += piece.byteLength;
      if (pause > 0) await new Promise((done) => setTimeout(done, pause));
    }
    return bytes;
  } catch (error) {
    return `${(error as { code?: string }).code} after ${bytes}`;
  }
}
async function outcome(run: Promise<number | string>, minutes = 10) {
  let found: number | string = "still waiting";
  run.then((it) => {
    found = it;
  });
  await vi.advanceTimersByTimeAsync(minutes * 60_000);
  return found;
}

it("a body comes through as it is, however long it takes at a fair pace", async () => {
  expect(await outcome(receive(sender(10_000, 1_000, 300, true)))).toBe(3_000_000);
});

it("one that stops is given up after 15 s", async () => {
  const run = receive(sender(10_000, 1_000, 3, false));
  expect(await outcome(run, 17.9 / 60)).toBe("still waiting");
  expect(await outcome(run, 0.2 / 60)).toBe("TOO_SLOW after 30000");
});

it("one that trickles is given up after half a minute", async () => {
  expect(await outcome(receive(sender(1, 10_000, 100, true)))).toBe("TOO_SLOW after 3");
  expect(await outcome(receive(sender(8_000, 1_000, 100, true)))).toBe("TOO_SLOW after 240000");
});

it("the time that we take ourselves is not held against the sender", async () => {
  expect(await outcome(receive(sender(10_000, 1_000, 10, true), 20_000))).toBe(100_000);
});
