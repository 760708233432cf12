// In the worker of a mutation run: a test that goes round a loop for longer than this has been made endless by the change.
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
