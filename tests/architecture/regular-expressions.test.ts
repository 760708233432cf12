import { existsSync, readdirSync, readFileSync } from "node:fs";
import { analyse } from "scslre";
import { describe, expect, it } from "vitest";
import { parseAst } from "vitest/node";
import { z } from "zod";

/** A regular expression in a file, or one built from text at run time. */
type Found = { at: string; pattern: string; flags: string } | { at: string; made: string };

const files = ["app", "components", "lib", "scripts"]
  .flatMap((dir) => readdirSync(dir, { recursive: true, encoding: "utf8" }).map((file) => `${dir}/${file.replaceAll("\\", "/")}`))
  .concat(["proxy.ts", "instrumentation.ts"].filter((file) => existsSync(file)))
  .filter((file) => /\.(tsx?|mjs)$/.test(file) && !/\.(test|fixture)\.|lib\/platform\/db\/generated/.test(file));

const isNode = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const named = (value: unknown, name: string) => isNode(value) && value.type === "Identifier" && value.name === name;
const isText = (value: unknown) =>
  isNode(value) && (value.type === "TemplateLiteral" || (value.type === "Literal" && typeof value.value === "string"));

/** Every regular expression of a source, from its syntax tree: text in strings and comments does not count. */
function expressionsIn(file: string, text: string): Found[] {
  const found: Found[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const part of value) visit(part);
    if (!isNode(value) || Array.isArray(value)) return;
    const at = `${file}:${text.slice(0, Number(value.start)).split("\n").length}`;
    const { regex, callee } = value;
    if (isNode(regex)) found.push({ at, pattern: String(regex.pattern), flags: String(regex.flags) });
    const method = isNode(callee) && isNode(callee.property) ? callee.property.name : null;
    const first = Array.isArray(value.arguments) ? value.arguments[0] : undefined;
    // match() and similar methods make an expression from a text argument.
    const fromText = ["match", "matchAll", "search"].includes(String(method)) && isText(first);
    if (named(callee, "RegExp") || fromText) found.push({ at, made: text.slice(Number(value.start), Number(value.end)) });
    for (const [key, part] of Object.entries(value)) if (key !== "regex") visit(part);
  };
  visit(parseAst(text, { lang: file.endsWith("x") ? "tsx" : "ts" }));
  return found;
}

const found = files.flatMap((file) => expressionsIn(file, readFileSync(file, "utf8")));

/**
 * Why an expression can take more than linear time, one line each. The library searches its automaton: if one repetition can hand
 * characters to another ("trade"), to itself ("self") or the search restarts inside it ("move"), the worst case is a text that repeats
 * those characters and then fails.
 */
const slow = ({ pattern, flags }: { pattern: string; flags: string }) =>
  analyse({ source: pattern, flags }).reports.map(({ type, exponential }) => `${type.toLowerCase()}${exponential ? ", exponential" : ""}`);

describe("regular expressions", () => {
  it("are found", () => {
    expect(found.length).toBeGreaterThan(200);
    expect(expressionsIn("a.ts", 'const a = "/no/"; // /no/\nconst b = a.match("x+") ?? /[/]b+$/u;')).toEqual([
      { at: "a.ts:2", made: 'a.match("x+")' },
      { at: "a.ts:2", pattern: "[/]b+$", flags: "u" },
    ]);
    expect(expressionsIn("a.tsx", "const a = <b>{new RegExp(c)}</b>;")).toEqual([{ at: "a.tsx:1", made: "new RegExp(c)" }]);
  });

  it.each([
    ["^(a+)+$", ["self, exponential"]],
    ["^[-\\d ]*\\d[-\\d ]*$", ["trade"]],
    ["0+$", ["move"]],
    ["^\\s*a\\s*$", []],
    ["^\\d+(?:,\\d{3})*$", []],
  ])("the worst case of %s is known", (pattern, reasons) => expect(slow({ pattern, flags: "" })).toEqual(reasons));

  it("take time in proportion to the text, whatever the text", () => {
    const bad = found.flatMap((one) => ("pattern" in one ? slow(one).map((why) => `${one.at} /${one.pattern}/${one.flags}: ${why}`) : []));
    expect(bad).toEqual([]);
  });

  it("are not built at run time, where nobody could check them", () => {
    expect(found.flatMap((one) => ("made" in one ? [`${one.at} ${one.made}`] : []))).toEqual([]);
  });

  it("those of the schema library used here are equally fast", () => {
    const formats = { uuid: z.core.regexes.uuid(), date: z.core.regexes.date, instant: z.core.regexes.datetime({}) };
    const bad = Object.entries(formats).flatMap(([name, { source, flags }]) =>
      slow({ pattern: source, flags }).map((why) => `${name}: ${why}`),
    );
    expect(bad).toEqual([]);
  });
});
