// Runs in the worker of a mutation run: if a test stays in a loop longer than this, the mutation is assumed to have made the loop endless.
import { beforeEach } from "vitest";

const LONGEST_MS = 20_000;
let until = Number.POSITIVE_INFINITY;
let steps = 0;
globalThis.stepOfMutant = () => {
  steps += 1;
  if (steps % 256 === 0 && performance.now() > until) throw new Error("without end");
};
beforeEach(() => {
  until = performance.now() + LONGEST_MS;
});
