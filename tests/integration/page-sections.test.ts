import pg from "pg";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { AREA_SECTIONS, DEPARTMENT_SECTIONS } from "@/app/(console)/_sections/areas";
import { kpis } from "@/app/(console)/_sections/shared/kpis";
import { signals } from "@/app/(console)/_sections/shared/signals";
import { statusSummary } from "@/app/(console)/_sections/shared/status-summary";
import { workDue } from "@/app/(console)/_sections/shared/work-due";
import { SectionPage } from "@/components/shell/sections/section-page";
import { AREAS } from "@/lib/areas";
import { AppError } from "@/lib/errors";
import { refreshSummaries } from "@/lib/kpis/recompute/recompute";
import { log } from "@/lib/log";
import { areaPlace, companyPlace, departmentPlace } from "@/lib/pages/sections/places";
import { type Asked, readPage, type ShownPage } from "@/lib/pages/sections/read";
import { defineSection, type Entry, type PageRead, type PageSection, type Place, type SectionList } from "@/lib/pages/sections/section";
import { Prisma } from "@/lib/platform/db/client";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { owner } from "../support/audit";
import { type Company, makeCompany, makeKpi } from "../support/factories";

let company: Company;
let kpi: { id: string; name: string };
const sent = vi.spyOn(pg.Client.prototype, "query");
const errors = vi.spyOn(log, "error");
beforeAll(async () => {
  company = await makeCompany();
  kpi = await makeKpi(company.a.id);
  await writing("system", (tx) => refreshSummaries(onTx(tx), [kpi.id], new Date()));
});
beforeEach(() => {
  sent.mockClear();
  errors.mockClear();
});
afterAll(() => owner.end());

const operations = areaPlace(AREAS[0]);
const open = (sections: readonly Entry[], asked: Asked = {}) =>
  readPage(company.leadA, operations, { opening: statusSummary, sections }, asked);
const titles = (page: ShownPage) => page.rows.map(({ columns }) => columns.map((column) => column.map(({ title }) => title)));
const find = (page: ShownPage, title: string) => page.rows.flatMap(({ columns }) => columns.flat()).find((own) => own.title === title);
const textOf = (page: ShownPage) =>
  renderToStaticMarkup(createElement(SectionPage, { page, today: "2014-06-02" }))
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");

/** The statements sent to the database, by their first word. */
const statements = () =>
  sent.mock.calls.flatMap(([first]) => {
    const asked: unknown = first;
    const text = typeof asked === "string" ? asked : typeof asked === "object" && asked !== null && "text" in asked ? asked.text : null;
    return typeof text === "string" ? [text.trim().split(/\s+/)[0]] : [];
  });

const brokenBy = (read: (page: PageRead) => Promise<unknown>): PageSection =>
  defineSection({ title: "Broken", lookingBack: "of that day", read, view: () => "drawn all the same" });
const divided = ({ sql }: PageRead) => sql.query(Prisma.sql`SELECT 1 / ${0}::int`);

it.each<[string, PageSection, number]>([
  ["a statement of its own", brokenBy(divided), 2],
  ["a statement whose failure it keeps to itself", brokenBy((page) => divided(page).catch(() => null)), 2],
  ["several statements at once", brokenBy((page) => Promise.all([divided(page), divided(page), page.measures()])), 2],
  ["its own code", brokenBy(async () => JSON.parse("no figures")), 1],
  ["an answer that is meant for somebody", brokenBy(async () => Promise.reject(new AppError("NOT_FOUND", "This is not here."))), 1],
  [
    "its drawing",
    defineSection({ title: "Broken", lookingBack: "of that day", read: async () => null, view: () => JSON.parse("no drawing") }),
    1,
  ],
])("a section that fails by %s says so in its place, and the rest of the page is shown", async (what, broken, transactions) => {
  const page = await open([signals, [broken, workDue], kpis]);
  expect(titles(page)).toEqual([[["Signals"]], [["Broken"], ["Work due"]], [["KPIs"]]]);
  expect(statements().filter((word) => word === "BEGIN")).toHaveLength(transactions);
  const text = textOf(page);
  expect(text).toContain(kpi.name);
  expect(text).toContain("No initiative, milestone or action is overdue");
  if (what.includes("keeps to itself")) {
    // It had its answer, so it is shown; the following sections are shown too.
    expect(text).toContain("drawn all the same");
    return;
  }
  const failed = find(page, "Broken");
  const reference = failed && "failed" in failed ? failed.failed : "none";
  expect(reference).toMatch(/^[0-9a-f-]{36}$/);
  expect(text).toContain(`This section could not be loaded. The rest of the page is complete. Reference ${reference}`);
  expect(text).not.toContain("drawn all the same");
  expect(errors.mock.calls.map(([first]) => first)).toMatchObject([{ requestId: reference, section: "Broken", page: "/operations" }]);
});

it("two sections that fail each say so; the page is read again once", async () => {
  const other = defineSection({ title: "Other", lookingBack: "of that day", read: divided, view: () => null });
  const page = await open([brokenBy(divided), signals, other, kpis]);
  expect(page.rows.flatMap(({ columns }) => columns.flat()).map((own) => "failed" in own)).toEqual([true, false, true, false]);
  expect(statements().filter((word) => word === "BEGIN")).toHaveLength(2);
  expect(textOf(page)).toContain(kpi.name);
});

it("if the measures cannot be read, sections that use them say so, and the others are shown", async () => {
  const place: Place = { ...operations, find: async () => ({ ...(await operations.find(noSql, company.leadA)), limit: -1 }) };
  const page = await readPage(company.leadA, place, { opening: statusSummary, sections: [signals, kpis, workDue] });
  expect("failed" in page.opening).toBe(true);
  expect(page.rows.flatMap(({ columns }) => columns.flat()).map((own) => "failed" in own)).toEqual([false, true, false]);
  const text = textOf(page);
  expect(text).toContain("Operations");
  expect(text).toContain("The summary could not be loaded.");
  expect(text).toContain("No signal is open.");
});
const noSql = { query: () => Promise.reject(new Error("an area is found without the database")) };

it.each([
  ["that the database is away", Object.assign(new Error("terminating connection"), { code: "57P01" })],
  ["that it does not answer in time", new AppError("UNAVAILABLE", "The database does not answer in time.")],
])("a section that says %s fails the page", async (_what, error) => {
  await expect(open([kpis, brokenBy(() => Promise.reject(error))])).rejects.toMatchObject({ code: "UNAVAILABLE" });
  expect(errors).not.toHaveBeenCalled();
});

it("when looking back a section is as of that day, marked as current, or left out unread", async () => {
  const read = vi.fn(async () => null);
  const section = (title: string, lookingBack: PageSection["lookingBack"]) =>
    defineSection({ title, lookingBack, read, view: (_, { asOf }) => `${title} ${asOf?.day ?? "today"}.` });
  const all = [
    section("Then", "of that day"),
    section("Now", "of now"),
    section("Reason", { leftOut: "It is not kept." }),
    section("Silent", { leftOut: null }),
  ];
  const now = await open(all);
  expect(textOf(now)).toContain("Then today. Now today. Reason today. Silent today.".replaceAll(". ", "."));
  expect(read).toHaveBeenCalledTimes(4);
  read.mockClear();
  const then = await open(all, { asOf: "2014-05-05" });
  expect(titles(then)).toEqual([[["Then"]], [["Now"]], [["Reason"]]]);
  expect(textOf(then)).toContain("Then 2014-05-05.Now 2014-05-05. Current data, not as of the day this page shows. Reason It is not kept.");
  expect(read).toHaveBeenCalledTimes(2);
});

it("a section without content gives its space to its neighbours", async () => {
  const section = (title: string, shown: string | null) =>
    defineSection({ title, lookingBack: "of that day", read: async () => shown, view: (data) => data });
  const page = await open([
    section("A", null),
    [section("B", null), section("C", "c")],
    { wide: [section("D", "d")], narrow: [section("E", null)] },
  ]);
  expect(titles(page)).toEqual([[["C"]], [["D"]]]);
});

/**
 * Number of statements of a page, including BEGIN, scope and COMMIT, as before pages became lists of sections, plus one for pending
 * decisions, and when looking back one for the calendar that names the periods of signals.
 */
it.each<[string, (asked: Asked) => Promise<unknown>, Asked, number]>([
  ["an area", (asked) => readPage(company.leadA, operations, AREA_SECTIONS.operations, asked), {}, 8],
  ["an area from the 40th on", (asked) => readPage(company.leadA, operations, AREA_SECTIONS.operations, asked), { from: 40 }, 9],
  ["an area that looks back", (asked) => readPage(company.leadA, operations, AREA_SECTIONS.operations, asked), { asOf: "2014-05-05" }, 10],
  ["a department", (asked) => readPage(company.leadA, departmentPlace(company.a.id), DEPARTMENT_SECTIONS, asked), {}, 9],
  ["Performance", (asked) => readPage(company.leadA, companyPlace, AREA_SECTIONS.performance, asked), {}, 7],
  [
    "Performance looking back",
    (asked) => readPage(company.leadA, companyPlace, AREA_SECTIONS.performance, asked),
    { asOf: "2014-05-05" },
    8,
  ],
])("%s costs no more statements than it did", async (_what, page, asked, most) => {
  await page(asked);
  sent.mockClear();
  await page(asked);
  expect(statements().length).toBeLessThanOrEqual(most);
  expect(statements()).not.toContain("SAVEPOINT");
});

it("every area has its own list, and no page shows a section twice", () => {
  const sectionsOf = ({ sections }: SectionList) =>
    sections.flatMap((entry) => ("prepare" in entry ? [entry] : "wide" in entry ? [...entry.wide, ...entry.narrow] : entry));
  for (const { slug } of AREAS) {
    const own = sectionsOf(AREA_SECTIONS[slug]);
    expect(own.length).toBeGreaterThan(0);
    expect(new Set(own.map(({ title }) => title)).size).toBe(own.length);
  }
});

it("an unknown section name does not compile, nor does a list of areas with one missing", () => {
  const sections = { signals, kpis, workDue };
  // @ts-expect-error there is no such section
  const list: SectionList = { opening: statusSummary, sections: [sections.signal] };
  // @ts-expect-error a section is no word
  const words: SectionList = { opening: statusSummary, sections: ["signals"] };
  // @ts-expect-error nine areas are missing
  const areas: typeof AREA_SECTIONS = { operations: list };
  expect([list.sections, words.sections, Object.keys(areas)]).toEqual([[undefined], ["signals"], ["operations"]]);
});
