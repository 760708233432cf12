import { expect, it } from "vitest";
import { changesOf, guarded } from "./changes.mjs";

/** "@{" stands for the start of an expression in a template. */
const changed = (given: string) => changesIn(given.replaceAll("@{", "$" + "{")).map((one) => one.replaceAll("$" + "{", "@{"));
const changesIn = (source: string) => changesOf(source).map(({ start, end, to }) => `${source.slice(0, start)}${to}${source.slice(end)}`);

it("moves a comparison by one and reverses it, and a number one up and one down", () => {
  expect(changed("const a = (b: number) => b < 14;")).toEqual([
    "const a = (b: number) => undefined;",
    "const a = (b: number) => b <= 14;",
    "const a = (b: number) => b >= 14;",
    "const a = (b: number) => b < (15);",
    "const a = (b: number) => b < (13);",
  ]);
});

it("changes the words of a sentence one by one, a key as a whole, and nothing that only the compiler reads", () => {
  expect(changed('type T = "seven" | 7; const a: T = "seven", b = `of @{c} left`;')).toEqual([
    'type T = "seven" | 7; const a: T = "", b = `of @{c} left`;',
    'type T = "seven" | 7; const a: T = "seven", b = `@{c} left`;',
    'type T = "seven" | 7; const a: T = "seven", b = `of @{c}`;',
  ]);
  expect(changed('const a = "in a row";')).toEqual(['const a = "inx a row";', 'const a = "in ax row";', 'const a = "in a rowx";']);
  expect(changed('import a from "b"; export const c = { "d-e": f };')).toEqual([]);
});

it("changes operators, negations, conditions, booleans, methods and return values", () => {
  const found = changesOf("function a(b) { if (b) return !c; d += Math.min(e && f, g - h); return true; }");
  expect(found.map(({ was, to }) => [was, to])).toEqual([
    ["b", "!(b)"],
    ["!c", "undefined"],
    ["!", ""],
    ["+=", "-="],
    ["min", "max"],
    ["&&", "||"],
    ["-", "+"],
    ["true", "undefined"],
    ["true", "false"],
  ]);
});

it("every loop first checks whether it has run for too long", () => {
  expect(guarded("while (a) b(); for (const c of d) { e(c); }")).toBe(
    "while (a) {globalThis.stepOfMutant?.();b();} for (const c of d) {globalThis.stepOfMutant?.();{ e(c); }}",
  );
});
