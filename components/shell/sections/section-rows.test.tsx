import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { Shown } from "@/lib/pages/sections/read";
import { SectionRows } from "./section-rows";

const shown = (title: string, forms: { screen: string; phone?: string; paper?: string | null } = { screen: title }): Shown => ({
  title,
  forms,
  ofNow: false,
});
const drawn = (...rows: { uneven?: boolean; columns: Shown[][] }[]) =>
  renderToStaticMarkup(<SectionRows rows={rows.map((row) => ({ uneven: false, ...row }))} />);

describe("rows of sections", () => {
  it("one at full width has no wrapper", () => expect(drawn({ columns: [[shown("A")]] })).toBe("A"));
  it("four are side by side, two by two on a tablet", () =>
    expect(drawn({ columns: [[shown("A")], [shown("B")], [shown("C")], [shown("D")]] })).toBe(
      '<div class="grid gap-x-6 md:grid-cols-2 lg:grid-cols-4">ABCD</div>',
    ));
  it("a wide column and a narrow one are two stacks", () =>
    expect(drawn({ uneven: true, columns: [[shown("A")], [shown("B"), shown("C")]] })).toBe(
      '<div class="gap-8 lg:grid lg:grid-cols-[minmax(0,1fr)_272px]"><div class="min-w-0">A</div><div class="min-w-0">BC</div></div>',
    ));
});

describe("forms of a section", () => {
  it("with a form for the phone, exactly one of the two is shown", () =>
    expect(drawn({ columns: [[shown("A", { screen: "wide", phone: "small" })]] })).toBe(
      '<div class="min-w-0 max-md:hidden">wide</div><div class="min-w-0 md:hidden">small</div>',
    ));
  it("with a form for paper, neither of the others is printed", () =>
    expect(drawn({ columns: [[shown("A", { screen: "wide", phone: "small", paper: "sheet" })]] })).toBe(
      '<div class="min-w-0 max-md:hidden print:hidden">wide</div><div class="min-w-0 md:hidden print:hidden">small</div><div class="min-w-0 hidden print:block">sheet</div>',
    ));
  it("null leaves it off the paper", () =>
    expect(drawn({ columns: [[shown("A", { screen: "wide", paper: null })]] })).toContain('<div class="min-w-0 print:hidden">wide</div>'));
});
