import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { today } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { exportFile } from "@/lib/exports/commands";
import { ExportInput } from "@/lib/exports/schema";
import { INITIATIVE } from "@/lib/initiatives/commands/open-initiative";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading, writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { search } from "@/lib/search/queries";
import { owner } from "../support/audit";
import { type Company, makeCompany, makeKpi, makePerson, makePosition } from "../support/factories";

let company: Company;
let own: { id: string; code: string; name: string };
let other: { id: string; code: string; name: string };
let wide: { id: string; code: string; name: string };
const initiative = { a: randomUUID(), b: randomUUID() };

beforeAll(async () => {
  company = await makeCompany();
  const position = await makePosition(company.a.id, company.leadA.personId);
  await makeKpi(company.b.id, { code: "FIN-9a", name: "Longer code" });
  own = await makeKpi(company.a.id, { code: "QZ-01", name: "Größe der Zebra-Lose", positionId: position.id });
  other = await makeKpi(company.b.id, { code: "QZ-02", name: "Zebra secret of B" });
  wide = await makeKpi(company.b.id, { code: "QZ-03", name: "Zebra of everybody", companyWide: true });
  const ownerB = await makePerson({ name: "Zebra Person of B", departmentId: company.b.id });
  await writing("system", async (tx) => {
    for (const [key, departmentId, ownerId] of [
      ["a", company.a.id, company.leadA.personId],
      ["b", company.b.id, ownerB.id],
    ] as const) {
      const dates = { startsOn: new Date("2014-01-01"), baselineDueOn: new Date("2014-09-01"), dueOn: new Date("2014-09-01") };
      await tx.initiative.create({
        data: {
          id: initiative[key],
          code: `IN-9${key}`,
          title: `Zebra work ${key}`,
          kind: "improvement",
          area: "operations",
          departmentId,
          ownerId,
          ...dates,
        },
        select: { id: true },
      });
      await tx.action.create({
        data: { title: `Zebra promise ${key}`, departmentId, ownerId, dueOn: new Date("2014-06-30") },
        select: { id: true },
      });
    }
    for (const [kpi, note] of [
      [own, "=cmd|' /C calc'!A0"],
      [other, "secret note of B"],
      [wide, "note for everybody"],
    ] as const) {
      await tx.measurement.create({
        data: {
          kpiId: kpi.id,
          periodStart: new Date("2014-04-01"),
          value: "-12.3456789012",
          note,
          recordedAt: new Date("2014-05-01"),
          supersededAt: new Date("2014-05-10"),
        },
        select: { id: true },
      });
      await tx.measurement.create({
        data: {
          kpiId: kpi.id,
          periodStart: new Date("2014-04-01"),
          value: "99999999999999999999.5",
          version: 2,
          recordedAt: new Date("2014-05-10"),
        },
        select: { id: true },
      });
      await tx.annotation.create({
        data: {
          kpiId: kpi.id,
          departmentId: kpi === own ? company.a.id : company.b.id,
          onDate: new Date("2014-04-05"),
          text: `happened to ${kpi.code}`,
        },
        select: { id: true },
      });
      await tx.signal.create({
        data: {
          kpiId: kpi.id,
          departmentId: kpi === own ? company.a.id : company.b.id,
          rules: ["outside"],
          tone: "worse",
          severity: 1,
          periodStart: new Date("2014-04-01"),
          lastPeriod: new Date("2014-04-01"),
          value: "1",
        },
        select: { id: true },
      });
    }
  });
  await writing(company.coo, async (tx) => {
    for (const kpi of [own, other, wide])
      await tx.comment.create({
        data: { subjectType: "kpi", subjectId: kpi.id, authorId: company.coo.personId, body: `said of ${kpi.code}, "quoted"` },
        select: { id: true },
      });
  });
});

const names = async (viewer: Viewer, q: string) => (await search(viewer, { q })).map(({ kind, name }) => `${kind}: ${name}`);

async function csv(viewer: Viewer, asked: Record<string, string>): Promise<string> {
  const body = await (await exportFile(viewer, ExportInput.parse(asked))).open();
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await new Response(body).arrayBuffer());
}

describe("search", () => {
  it("finds by part, without accents, in any order, the code first", async () => {
    expect(await names(company.leadA, "lose GROSSE zebra")).toEqual([]);
    expect(await names(company.leadA, "lose GROSE zebra")).toEqual(["kpi: Größe der Zebra-Lose"]);
    expect((await search(company.coo, { q: "qz-03" }))[0]?.code).toBe("QZ-03");
    expect((await search(company.coo, { q: "qz03" }))[0]?.code).toBe("QZ-03");
    expect((await search(company.coo, { q: "IN-9a" }))[0]?.code).toBe("IN-9a");
  });

  it("sorts matches in the name before matches in other texts", async () => {
    const { id } = await makePerson({ name: "Quirin Zebrowski" });
    await owner.query(
      `insert into decision (code, question, area, department_id, asked_by_id, asked_at, owner_id, decide_by) values ('QZ-D', 'Which?', 'risk', $1, $2, now(), $2, '2014-06-20')`,
      [company.a.id, id],
    );
    expect(await names(company.coo, "zebrowski quirin")).toEqual(["person: Quirin Zebrowski", "decision: Which?"]);
    expect(await names(company.coo, "which")).toEqual(["decision: Which?"]);
  });

  it("finds an import by its number, and ranks it by its name alone", async () => {
    const kpi = await makeKpi(company.a.id, { code: "QW-1", name: "4711 weeks of stock" });
    await owner.query(
      `insert into import (id, target, file_name, sha256, rows, new_rows, changed_rows, same_rows, rejected_rows) values (4711, 'kpis', 'orders.csv', '', 1, 1, 0, 0, 0)`,
    );
    const found = await search(company.coo, { q: "4711" });
    expect(found.map(({ kind, name, code }) => `${kind}: ${name} ${code}`)).toEqual([`kpi: ${kpi.name} QW-1`, "import: orders.csv "]);
    expect(found[1]?.hint).toMatch(/^no\. 4711, /);
    expect(await names(company.coo, "orders.csv")).toEqual(["import: orders.csv"]);
    await owner.query("delete from import where id = 4711");
  });

  it("never brings up what belongs to another department, nor how much of it there is", async () => {
    expect((await names(company.leadA, "zebra")).sort()).toEqual([
      "action: Zebra promise a",
      "initiative: Zebra work a",
      "kpi: Größe der Zebra-Lose",
      "kpi: Zebra of everybody",
    ]);
    expect((await names(company.leadA, "department b")).join()).not.toMatch(/secret|work b|promise b|Department B/);
    expect(await names(company.viewerA, "secret")).toEqual([]);
  });

  it("is the same byte for byte when everything of the other department has changed", async () => {
    const before = JSON.stringify(await search(company.leadA, { q: "zebra" }));
    await writing("system", async (tx) => {
      for (let n = 0; n < 12; n++)
        await tx.kpi.create({
          data: {
            code: `QA-${n}`,
            name: "Zebra",
            departmentId: company.b.id,
            areas: ["risk"],
            unit: "%",
            frequency: "month",
            aggregation: "sum",
            direction: "higher",
            source: "manual",
          },
          select: { id: true },
        });
    });
    expect(JSON.stringify(await search(company.leadA, { q: "zebra" }))).toBe(before);
  });

  it("shows people to viewers who may see access, and figures to nobody without a business role", async () => {
    expect(await names(company.administrator, "zebra")).toEqual(["person: Zebra Person of B"]);
    expect(await names(company.leadB, "zebra person")).not.toContain("person: Zebra Person of B");
  });

  it("offers for an action only what the viewer may do it to", async () => {
    const picked = (viewer: Viewer) => search(viewer, { q: "zebra", kind: "kpi", verb: "annotation.add" });
    expect((await picked(company.leadA)).map(({ code }) => code)).toEqual(["QZ-01"]);
    expect(await picked(company.viewerA)).toEqual([]);
  });

  it("takes a refusal in words of its own for a no, of that row alone; any other error is one", async () => {
    const picked = () => search(company.coo, { q: "zebra work", kind: "initiative", verb: "initiative.report" });
    const both = (await picked()).map(({ id }) => id);
    expect(both.toSorted()).toEqual([initiative.a, initiative.b].toSorted());
    const may = vi.spyOn(INITIATIVE, "may");
    try {
      for (const code of ["FORBIDDEN", "NOT_FOUND", "INVALID"] as const) {
        may.mockImplementation((_viewer, _verb, row) => {
          if (row.id === initiative.a) throw new AppError(code, "Not this one.");
          return true;
        });
        expect((await picked()).map(({ id }) => id)).toEqual([initiative.b]);
      }
      for (const error of [new AppError("UNAVAILABLE", "Later."), new TypeError("a bug")]) {
        may.mockImplementation(() => {
          throw error;
        });
        await expect(picked()).rejects.toBe(error);
      }
    } finally {
      may.mockRestore();
    }
  });

  it("resolves what was opened last with the rights of now, in that order", async () => {
    const ids = [initiative.b, own.id, other.id, wide.id];
    expect((await search(company.leadA, { q: "", ids })).map(({ id }) => id)).toEqual([own.id, wide.id]);
    expect((await search(company.coo, { q: "", ids })).map(({ id }) => id)).toEqual(ids);
  });

  it("returns at most eight of a kind, and nothing for an empty query", async () => {
    expect((await search(company.coo, { q: "zebra" })).filter(({ kind }) => kind === "kpi")).toHaveLength(8);
    expect(await search(company.coo, { q: "   " })).toEqual([]);
    expect(await search(company.coo, { q: "%" })).toEqual([]);
  });
});

describe("exports", () => {
  it("contain every version with all digits, annotations and comments; nothing in them is executed", async () => {
    const text = await csv(company.leadA, { what: "values", kpi: own.id });
    expect(text.startsWith("\uFEFFRow,Date,Value,")).toBe(true);
    const lines = text.split("\r\n");
    expect(lines[1]).toBe(
      "value,2014-04-01,-12.3456789012,pieces,,,,,final,1,2014-05-01T00:00:00Z,,2014-05-10T00:00:00Z,'=cmd|' /C calc'!A0",
    );
    expect(lines[2]).toContain("99999999999999999999.5");
    expect(text).toContain("annotation,2014-04-05");
    expect(text).toContain('"said of QZ-01, ""quoted"""');
  });

  it("as known on a day contain what was written by then", async () => {
    const text = await csv(company.leadA, { what: "values", kpi: own.id, asOf: "2014-05-05" });
    expect(text).toContain("-12.3456789012");
    expect(text).not.toContain("99999999999999999999.5");
    expect(text).not.toContain("2014-05-10");
  });

  it.each(["kpis", "initiatives", "signals"])("%s contain nothing of a department that is not the viewer's", async (what) => {
    const text = await csv(company.leadA, { what });
    expect(text).toContain(what === "initiatives" ? "Zebra work a" : "QZ-01");
    expect(text).not.toMatch(/QZ-02|secret|Zebra work b|QA-/);
    expect(await csv(company.coo, { what })).toMatch(/QZ-02|Zebra work b/);
  });

  it("answer an unreadable thing like one that does not exist", async () => {
    const gone = /does not exist, or you do not have access to it/;
    for (const asked of [
      { what: "values", kpi: other.id },
      { what: "values", kpi: randomUUID() },
      { what: "records", kpi: other.id },
      { what: "kpis", department: company.b.id },
      { what: "kpis", department: randomUUID() },
      { what: "initiative", initiative: initiative.b },
      { what: "audit" },
    ])
      await expect(csv(company.leadA, asked), JSON.stringify(asked)).rejects.toThrow(gone);
    await expect(csv(company.viewerA, { what: "my-numbers" })).rejects.toThrow(gone);
    expect((await csv(company.administrator, { what: "kpis" })).split("\r\n")).toHaveLength(2);
  });

  it("are audited before the first line is sent", async () => {
    const file = await exportFile(company.executive, ExportInput.parse({ what: "signals", kpi: own.id }));
    await (await file.open()).cancel();
    const rows = await reading(company.coo, (tx) =>
      onTx(tx).query<{ action: string; actor: string; after: unknown }>(
        Prisma.sql`SELECT action, actor_name AS actor, after FROM audit_event ORDER BY id DESC LIMIT 1`,
      ),
    );
    expect(rows).toEqual([{ action: "data.export", actor: company.executive.name, after: { what: "signals", kpi: own.id, state: "all" } }]);
  });

  it("are named after what is in them, in the file name and in the log", async () => {
    const named = async (asked: Record<string, string>) => {
      const file = await exportFile(company.coo, ExportInput.parse(asked));
      await (await file.open()).cancel();
      const { rows } = await owner.query(
        `SELECT subject_type, subject_id, subject_name, department_id FROM audit_event WHERE action = 'data.export' ORDER BY id DESC LIMIT 1`,
      );
      return [file.name, ...Object.values(rows[0])];
    };
    const a = company.a.id;
    expect(await named({ what: "kpis" })).toEqual(["kpis-company.csv", "table", "kpis", "KPIs of Company", null]);
    expect(await named({ what: "kpis", area: "risk", asOf: "2014-05-05" })).toEqual([
      ...["kpis-risk-as-known-on-2014-05-05.csv", "table", "kpis", "KPIs of Risk", null],
    ]);
    expect(await named({ what: "kpis", department: a })).toEqual(["kpis-department-a.csv", "table", "kpis", "KPIs of Department A", a]);
    expect(await named({ what: "values", kpi: own.id })).toEqual([
      ...["values-qz-01-gro-e-der-zebra-lose.csv", "kpi", own.id, `QZ-01 ${own.name}`, a],
    ]);
    expect(await named({ what: "signals", state: "open", department: a })).toEqual([
      ...["signals.csv", "table", "signals", "Signals with their story", a],
    ]);
    expect(await named({ what: "initiatives", state: "open", department: a })).toEqual([
      ...["initiatives-open.csv", "table", "initiatives", "Initiatives", a],
    ]);
    expect(await named({ what: "decisions", asOf: "2014-05-05" })).toEqual([
      ...["decisions-as-known-on-2014-05-05.csv", "table", "decisions", "Decisions", null],
    ]);
    expect(await named({ what: "initiative", initiative: initiative.a })).toEqual([
      ...["initiative-in-9a.csv", "initiative", initiative.a, "IN-9a Zebra work a", a],
    ]);
    expect(await named({ what: "my-numbers" })).toEqual([`my-numbers-${today()}.csv`, "table", "my-numbers", "My numbers", null]);
    expect(await named({ what: "audit" })).toEqual(["audit-log.csv", "table", "audit", "Audit log", null]);
  });

  it("of one initiative contain its parts, each in its order", async () => {
    const { personId, name } = company.leadA;
    await owner.query(
      `WITH at AS (SELECT $1::uuid AS initiative, $2::uuid AS person),
        m AS (INSERT INTO milestone (initiative_id, title, owner_id, baseline_due_on, due_on, done_on)
          SELECT initiative, t, o, '2014-03-01', d::date, e::date FROM at, LATERAL (VALUES ('Second', person, '2014-04-01', NULL), ('First', NULL, '2014-03-01', '2014-03-02')) AS v (t, o, d, e)),
        u AS (INSERT INTO initiative_update (initiative_id, author_id, judgement, text, obstacle, at)
          SELECT initiative, person, j::judgement, t, o, d::timestamptz FROM at, (VALUES ('on_track', 'Begun', '', '2014-02-01T00:00:00Z'), ('off_track', 'Stuck', 'No parts', '2014-02-02T10:00:00.5+02:00')) AS v (j, t, o, d))
      INSERT INTO action (title, department_id, owner_id, due_on, done_on, subject_type, subject_id)
        SELECT t, $3, person, d::date, e::date, 'initiative', initiative FROM at,
          (VALUES ('Done early', '2014-01-01', '2014-01-01'), ('Open late', '2014-05-01', NULL), ('Open', '2014-04-01', NULL), ('Done late', '2014-03-01', '2014-03-05')) AS v (t, d, e)`,
      [initiative.a, personId, company.a.id],
    );
    await owner.query(
      `INSERT INTO comment (subject_type, subject_id, author_id, body, at)
        SELECT 'initiative', $1, $2, 'Said ' || n, '2014-02-01T00:00:00Z'::timestamptz + n * interval '1 minute' FROM generate_series(1, 101) AS n`,
      [initiative.a, personId],
    );
    const lines = (await csv(company.leadA, { what: "initiative", initiative: initiative.a })).split("\r\n");
    expect(lines.slice(0, 10)).toEqual([
      "\uFEFFRow,Date,Person,State,Text",
      "milestone,2014-03-01,,done 2014-03-02,First",
      `milestone,2014-04-01,${name},open,Second`,
      `update,2014-02-02T08:00:00.500Z,${name},off track,Stuck Obstacle: No parts`,
      `update,2014-02-01T00:00:00.000Z,${name},on track,Begun`,
      `action,2014-04-01,${name},open,Open`,
      `action,2014-05-01,${name},open,Open late`,
      `action,2014-03-01,${name},done 2014-03-05,Done late`,
      `action,2014-01-01,${name},done 2014-01-01,Done early`,
      `comment,2014-02-01T00:02:00.000Z,${name},,Said 2`,
    ]);
    expect(lines).toHaveLength(1 + 2 + 2 + 4 + 100 + 1);
    expect(lines.at(-2)).toBe(`comment,2014-02-01T01:41:00.000Z,${name},,Said 101`);
  });

  it("page a list longer than one batch without losing or repeating a row", async () => {
    await writing("system", (tx) =>
      onTx(tx).query(Prisma.sql`
        INSERT INTO kpi (id, code, name, department_id, areas, unit, frequency, aggregation, direction, source)
        SELECT gen_random_uuid(), 'LONG-' || n, 'Long list', ${company.b1.id}::uuid, ARRAY['risk']::area[], '%', 'month', 'sum', 'higher', 'manual' FROM generate_series(1, 900) AS n RETURNING id::text`),
    );
    const codes = (await csv(company.leadB, { what: "kpis", department: company.b1.id }))
      .split("\r\n")
      .slice(1, -1)
      .map((line) => line.split(",")[0]);
    expect(codes).toHaveLength(900);
    expect(new Set(codes).size).toBe(900);
  });

  it.each([
    [
      "decisions",
      0,
      `INSERT INTO decision (code, question, area, department_id, asked_by_id, asked_at, owner_id, decide_by)
        SELECT 'LD-' || n, 'Long list', 'risk', $1, $2, now(), $2, '2014-06-20' FROM generate_series(1, 400) AS n`,
    ],
    [
      "signals", // told apart by their value
      9,
      `INSERT INTO signal (kpi_id, department_id, rules, tone, severity, period_start, last_period, value, state, closed_at)
        SELECT k.id, $1, '{outside}', 'worse', 1, '2014-04-01', '2014-04-01', n, 'closed', '2014-05-01'
        FROM (SELECT id FROM kpi WHERE code = 'LONG-1' AND $2::uuid IS NOT NULL) AS k, generate_series(1, 400) AS n`,
    ],
  ])("the same of %s, the last batch being full", async (what, column, sql) => {
    await owner.query(sql, [company.b1.id, company.leadB.personId]);
    const lines = (await csv(company.leadB, { what, department: company.b1.id })).split("\r\n").slice(1, -1);
    expect(lines).toHaveLength(400);
    expect(new Set(lines.map((line) => line.split(",")[column])).size).toBe(400);
  });
});
