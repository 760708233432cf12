import { describe, expect, it } from "vitest";
import { mentionedIn, piecesOf } from "@/lib/comments/mention-text";
import { suggestDraft } from "@/lib/imports/map/draft";
import { lookAtColumns } from "@/lib/imports/map/look";
import { inOrder } from "@/lib/kpis/formula/formula-graph";
import { parseFormula } from "@/lib/kpis/formula/formula-parse";
import { readableFormula } from "@/lib/kpis/formula/formula-view";
import { planPaste } from "@/lib/kpis/numbers/paste";
import { isBlock, readBlock } from "@/lib/kpis/numbers/paste-block";
import { normalize, rankOf } from "@/lib/search/text";
import { csvLine } from "@/lib/tables/csv";
import { readNumber } from "@/lib/tables/read/cell-number";
import { detect } from "@/lib/tables/read/detect";
import { fieldLabel, fieldName, headingUnit } from "@/lib/tables/read/headings";

/**
 * Input from people and files at the largest accepted size and at twice that, as bad as it can be. Each takes some ten milliseconds;
 * quadratic time would need minutes. So the limit only detects a hang, and the speed of the machine does not matter.
 */
const HANGS_MS = 4_000;
const KB = 1024;
const SAMPLE = 256 * KB;

function cpuMs(run: () => unknown): number {
  const from = process.cpuUsage();
  try {
    run();
  } catch {} // a refusal is an answer
  return process.cpuUsage(from).user / 1_000;
}

const repeated = (piece: string, length: number) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
const bytes = (text: string) => new TextEncoder().encode(text);
const format = { encoding: "utf-8", delimiter: ",", decimal: ".", dates: "iso", headingRow: 1 } as const;

/** Beginnings of files, by the problem they test. */
const FILES: Record<string, (size: number) => string> = {
  "a title above a cell of digits that is no number": (size) => `Title\n${repeated("1", size)}x,b,c\n1,2,3\n1,2,3\n`,
  "one row of empty cells": (size) => repeated(",", size),
  "half of it headings, then short rows": (size) => `${repeated("a,", size / 2)}\n${repeated("a\n", size / 2)}`,
  "quotation marks only": (size) => repeated('"', size),
  "a quotation mark that is never closed": (size) => `"${repeated("a", size)}`,
  "line ends only": (size) => repeated("\r\n", size),
  "blanks only": (size) => repeated(" ", size),
  "cells of zeros": (size) => repeated(`0.${repeated("0", 100)},`, size),
  "cells with units": (size) => repeated("12.5 %;", size),
  "cells that are nearly dates": (size) => repeated("1/1/20144,", size),
};

describe("worst-case texts", () => {
  it.each(Object.entries(FILES))("the format of a file is found at once: %s", (_, file) => {
    expect(cpuMs(() => detect(bytes(file(SAMPLE)), {}, true))).toBeLessThan(HANGS_MS);
    expect(cpuMs(() => detect(bytes(file(2 * SAMPLE)), { delimiter: "," }, true))).toBeLessThan(HANGS_MS);
  });

  it("the columns of a wide table are analysed and suggested", () => {
    for (const width of [500, 1_000]) {
      const headers = Array.from({ length: width }, (_, i) => repeated(`Order date ${i} `, 200));
      const rows = Array.from({ length: 20 }, (_, y) => headers.map((_, x) => `${x} ${y} ${repeated("1", 60)}x`));
      const departments = Array.from({ length: 2 * width }, (_, i) => ({ code: `d${i}`, name: repeated(`Department ${i} `, 120) }));
      const look = () => ({ columns: lookAtColumns(headers, rows, format, {}), format, repeatedRows: 0 });
      expect(cpuMs(() => suggestDraft(look(), repeated("a.csv", 200), { departments, root: "d0" }))).toBeLessThan(HANGS_MS);
    }
  });

  it.each(["aB", "_", "a.", "(", "ä", "0", " ", "[", "1 "])("headings of %s", (piece) => {
    for (const size of [32 * KB, 64 * KB]) {
      const heading = repeated(piece, size);
      const names = () => [fieldName(heading, 0, new Set()), fieldLabel(heading), headingUnit(heading)];
      expect(cpuMs(names)).toBeLessThan(HANGS_MS);
    }
  });

  it.each(["0", "1.", "- ", "1,000", "'", "=", ';"', '"', "\t"])("cells of %s", (piece) => {
    for (const size of [SAMPLE, 2 * SAMPLE]) {
      const cell = `${repeated(piece, size)}x`;
      expect(cpuMs(() => [readNumber(cell, ".", "%"), csvLine([cell]), isBlock(cell)])).toBeLessThan(HANGS_MS);
    }
  });

  it("comments that mention everybody again and again", () => {
    for (const size of [5_000, 10_000]) {
      const people = Array.from({ length: size }, (_, i) => ({ id: String(i), name: `A${repeated("a", i % 100)} ${i}` }));
      const body = repeated("@Aaaa", size);
      expect(cpuMs(() => [mentionedIn(body, people), piecesOf(body, ["A", "Aa", "Aaa"])])).toBeLessThan(HANGS_MS);
    }
  });

  it.each(["(", "-", "[A]+", "sum(", "[", " ", "1"])("formulas of %s", (piece) => {
    for (const size of [1_000, 2_000, SAMPLE])
      expect(cpuMs(() => [parseFormula(repeated(piece, size)), readableFormula(repeated(piece, size), ["A"])])).toBeLessThan(HANGS_MS);
  });

  it("formulas over formulas, and one input of all", () => {
    for (const size of [2_000, 4_000]) {
      const chain = new Map(Array.from({ length: size }, (_, i) => [`k${i}`, [`k${i + 1}`, "all"]]));
      expect(cpuMs(() => inOrder(chain))).toBeLessThan(HANGS_MS);
    }
  });

  it("pasted and searched texts", () => {
    for (const size of [16 * KB, 32 * KB])
      for (const piece of ["1\t", "\n", '"', "a\n", "é "]) {
        const pasted = repeated(piece, size);
        expect(
          cpuMs(() => [planPaste(readBlock(pasted), [], { row: 0, column: 0 }), normalize(pasted), rankOf("a b c", pasted)]),
        ).toBeLessThan(HANGS_MS);
      }
  });
});
