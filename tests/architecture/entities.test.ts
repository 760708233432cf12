import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ACTION_WORDS } from "@/lib/audit-log/words";
import { ENTITY_WORDS } from "@/lib/entities/words";
import { NOTICE_KINDS } from "@/lib/notices/words";
import { entityIndex } from "../../scripts/entities.mjs";
import { sourceFiles } from "./source-files";

const files = sourceFiles();
const literals = (pattern: RegExp) =>
  [...new Set(files.flatMap(({ code }) => [...code.matchAll(pattern)].map((match) => match[1] ?? "")))].sort();

describe("entity descriptions", () => {
  it("are in the index exactly as the files exist (node scripts/entities.mjs writes it)", () => {
    // Ignores how the formatter breaks the lines.
    const plain = (text: string) => text.replace(/\s+/g, "").replace(/,(?=\])/g, "");
    for (const [file, text] of Object.entries(entityIndex())) expect(plain(readFileSync(file, "utf8")), file).toBe(plain(text));
  });

  it("have one name each, and one page of one", () => {
    expect(ENTITY_WORDS.length).toBeGreaterThan(2);
    expect(new Set(ENTITY_WORDS.map(({ type }) => type)).size).toBe(ENTITY_WORDS.length);
    for (const { hrefOf } of ENTITY_WORDS) if (hrefOf) expect(hrefOf("x")).toMatch(/^(?:\/[a-z-]+)+\/x$/);
  });

  it("have one target of imports each, one place among them, and one rank when a file is recognised", () => {
    const imported = ENTITY_WORDS.flatMap((words) => words.imported ?? []);
    expect(imported.length).toBeGreaterThan(4);
    expect(new Set(imported.map(({ target }) => target)).size).toBe(imported.length);
    expect(new Set(imported.map(({ place }) => place)).size).toBe(imported.length);
    expect(new Set(imported.map(({ recognised }) => recognised.rank)).size).toBe(imported.length);
  });

  it("are where exports find their tables: of features they know the audit log alone", () => {
    const known = files.filter(({ path }) => path.startsWith("lib/exports/")).flatMap(({ imports }) => imports.map(({ from }) => from));
    const features = known.filter((from) => /^lib\/(?!platform|exports|entities|tables)[^/]+\//.test(from));
    expect(features).toEqual(["lib/audit-log/export"]);
  });

  it("name everything that is written to the audit log", () => {
    const written = literals(/\b(?:audit|action): "([a-z-]+\.[a-z-]+)"/g);
    expect(written.length).toBeGreaterThan(40);
    expect(written.filter((action) => !Object.hasOwn(ACTION_WORDS, action))).toEqual([]);
  });

  it("says the words of everything people are told", () => {
    const known: string[] = [...NOTICE_KINDS, ...ENTITY_WORDS.flatMap(({ notices }) => Object.keys(notices ?? {}))];
    // Whatever is said to be the kind of something for a person in the files that tell, whatever it begins with.
    const told = files
      .filter(({ code }) => /\bnotify\(\s*(sql|onTx)|INTO notification\b/.test(code))
      .flatMap(({ code }) =>
        [...code.matchAll(/\bpersonId\b[^{}]*?\bkind: ([^,}\n]*)/g)].flatMap((said) => [...(said[1] ?? "").matchAll(/"([^"]+)"/g)]),
      )
      .map((match) => match[1] ?? "");
    expect(known.filter((kind) => !told.includes(kind))).toEqual([]);
    expect(told.filter((kind) => !known.includes(kind))).toEqual([]);
  });
});
