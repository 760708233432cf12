import "../support/as-worker";
import { rmSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Mapping } from "@/lib/imports/mapping";
import { addUpload, askCheck, askRun } from "@/lib/imports/uploads/commands";
import { getRejectsFile, getUpload } from "@/lib/imports/uploads/queries";
import { runUpload } from "@/lib/imports/uploads/run";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany, makeKpi } from "../support/factories";

const dir = vi.hoisted(() => {
  // Before lib/env is read.
  const made = `${process.env.TMPDIR ?? "/tmp"}/check-rights-test-${process.pid}`;
  process.env.UPLOAD_DIR = made;
  return made;
});

/** Occurs only in records and definitions, never in a file an administrator sends. */
const SECRET = /canary|8765|furlong|V-SECRET/i;

let company: Company;
let rootCode: string;
beforeAll(async () => {
  company = await makeCompany();
  rootCode = (await owner.query("select code from department where parent_id is null")).rows[0].code;
});
beforeEach(() => owner.query("delete from jobs.job"));
afterAll(async () => {
  await owner.end();
  rmSync(dir, { recursive: true, force: true });
});

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
const send = async (viewer: Viewer, text: string) => (await addUpload(viewer, "file.csv", bytes(text), null)).id;

async function check(viewer: Viewer, id: string, into: unknown, partial = false): Promise<void> {
  const upload = await getUpload(viewer, id);
  if (!upload) throw new Error("not there");
  const mapping = Mapping.parse({ name: "check", partial, into });
  await askCheck(viewer, { uploadId: id, version: upload.status.version, mapping });
  expect(await runUpload(id, viewer.personId)).toBe("checked");
}

/** Everything an upload shows somebody after a check: the page and the file of rejects. */
async function told(viewer: Viewer, id: string): Promise<string> {
  const upload = await getUpload(viewer, id);
  const file = await getRejectsFile(viewer, id).then(
    async (answer) => new Response(await answer.open()).text(),
    () => "",
  );
  return `${JSON.stringify(upload)}\n${file}`;
}

const PEOPLE = {
  target: "records",
  kind: { code: "salary", name: "Salary" },
  key: ["id"],
  fields: [
    { name: "id", label: "Id", type: "text", from: "id" },
    { name: "note", label: "Note", type: "text", from: "note" },
    { name: "pay", label: "Pay", type: "number", from: "pay" },
  ],
};
const LOOKING = (take: string, more: object = {}, values?: Record<string, string>) => ({
  target: "records",
  kind: { code: "looking", name: "Looking" },
  key: ["id"],
  fields: [
    { name: "id", label: "Id", type: "text", from: "id" },
    { name: "found", label: "Found", type: "text", lookup: { kind: "salary", key: "id", take }, ...more },
  ],
  department: { from: "found", ...(values && { values }) },
});

describe("a field looked up in records, used as the department", () => {
  beforeAll(async () => {
    const id = await send(company.coo, "id,note,pay\n1,canary of the board,87654321\n2,canary two,87650000\n");
    await check(company.coo, id, PEOPLE);
    const upload = await getUpload(company.coo, id);
    await askRun(company.coo, { uploadId: id, version: upload?.status.version ?? 0 });
    expect(await runUpload(id, company.coo.personId)).toBe("done");
  });

  it.each([["note"], ["pay"]])(
    "its value '%s' is in no reject, sample or file for somebody without figures; the COO sees it",
    async (take) => {
      const id = await send(company.administrator, "id\n1\n2\n");
      await check(company.administrator, id, LOOKING(take));
      const seen = await told(company.administrator, id);
      expect(seen).toContain("no department has this code");
      expect(seen).not.toMatch(SECRET);
      expect((await getUpload(company.administrator, id))?.preview).toMatchObject({ rows: 2, rejectedRows: 2 });
      await check(company.coo, id, LOOKING(take));
      expect(await told(company.coo, id)).toMatch(SECRET);
    },
  );

  it("a department derived from such a value is not named in the sample", async () => {
    const id = await send(company.administrator, "id\n1\n");
    await check(company.administrator, id, LOOKING("note", {}, { "canary of the board": rootCode }));
    const preview = (await getUpload(company.administrator, id))?.preview;
    expect(preview).toMatchObject({ newRows: 1 });
    expect(preview?.sample?.[0]?.cells).toEqual([
      { label: "Id", value: "1" },
      { label: "Found", value: "found" },
      { label: "Whose it is", value: "found" },
    ]);
  });

  it("the COO's check of an administrator's file is not shown to the administrator", async () => {
    const id = await send(company.administrator, "id\n1\n2\n");
    await check(company.coo, id, LOOKING("note"), true);
    expect(await told(company.coo, id)).toMatch(SECRET);
    expect(await told(company.administrator, id)).not.toMatch(SECRET);
    const preview = (await getUpload(company.administrator, id))?.preview;
    expect(preview).toMatchObject({ rows: 2, rejectedRows: 2, rejects: [], hidden: true });
    await expect(getRejectsFile(company.administrator, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    // Their own check shows them what they may see, including its file.
    await check(company.administrator, id, LOOKING("note"), true);
    const own = await told(company.administrator, id);
    expect(own).toContain("line,column,value,reason\r\n2,");
    expect(own).not.toMatch(SECRET);
  });

  it("checks older than this distinction are shown to nobody without figures", async () => {
    const id = await send(company.administrator, "id\n1\n2\n");
    await check(company.coo, id, LOOKING("note"));
    await owner.query("update upload set preview = preview - 'open' where id = $1", [id]);
    expect(await told(company.administrator, id)).not.toMatch(SECRET);
  });

  it("the log says which records a check read", async () => {
    const id = await send(company.administrator, "id\n1\n");
    await check(company.administrator, id, LOOKING("pay"));
    expect((await auditOf(id)).at(-1)).toMatchObject({ action: "upload.check", after: { looksUp: "salary.pay" } });
    expect(JSON.stringify(await auditOf(id))).not.toMatch(SECRET);
  });
});

const KPI_COLUMNS = [
  "code",
  "name",
  "department",
  "areas",
  "unit",
  "frequency",
  "aggregation",
  "direction",
  "source",
  "maximum",
  "formula",
];
const kpis = (...more: string[]) => ({
  target: "kpis",
  columns: Object.fromEntries([...KPI_COLUMNS.slice(0, 9), ...more].map((name) => [name, { from: name }])),
});
const LONG = {
  target: "measurements",
  layout: "long",
  columns: Object.fromEntries(["kpi", "period", "value"].map((name) => [name, { from: name }])),
};
const TARGETS = {
  target: "targets",
  columns: Object.fromEntries(["kpi", "fromOn", "floor", "reason"].map((name) => [name, { from: name }])),
};

describe("what a KPI is", () => {
  let plain: string;
  let computed: string;
  let input: string;
  beforeAll(async () => {
    input = (await makeKpi(company.a.id, { code: "V-SECRET", minimum: "0" })).code;
    plain = (await makeKpi(company.a.id, { unit: "furlong", minimum: "8765.5", maximum: "8765.9", frequency: "quarter" })).code;
    computed = (await makeKpi(company.a.id, { source: "formula", formula: `[${input}] * 8765` })).code;
  });
  const row = (code: string, source: string, ...tail: string[]) =>
    `${[code, "Name", rootCode, "operations", "u", "month", "sum", "higher", source, ...tail].join(",")}\n`;

  it.each<[string, () => [text: string, into: unknown], string]>([
    ["its formula", () => [`${KPI_COLUMNS.slice(0, 9).join(",")}\n${row(computed, "manual")}`, kpis()], "only a KPI with source formula"],
    [
      "its smallest value",
      () => [`${KPI_COLUMNS.slice(0, 10).join(",")}\n${row(plain, "manual", "1")}`, kpis("maximum")],
      "not above the minimum",
    ],
    ["its bounds", () => [`kpi,period,value\n${plain},2014-01,5\n`, LONG], "it is outside what this KPI can have"],
    ["its unit", () => [`kpi,period,value\n${plain},2014-01,5 kg\n`, LONG], "which is not the unit"],
    ["its unit, of a target", () => [`kpi,fromOn,floor,reason\n${plain},2014-02-01,5 kg,x\n`, TARGETS], "which is not the unit"],
    ["its source", () => [`kpi,period,value\n${computed},2014-01,5\n`, LONG], "not imported"],
    ["its frequency", () => [`kpi,period,value\n${plain},2014-02-01,5\n${plain},2014-03-01,5\n`, LONG], "the same key is also on line"],
  ])("%s is not revealed to somebody who may not read it", async (_what, make, sentence) => {
    const [text, into] = make();
    const id = await send(company.administrator, text);
    await check(company.administrator, id, into);
    const seen = await told(company.administrator, id);
    expect(seen).toContain(sentence);
    expect(seen.replaceAll(text, "")).not.toMatch(SECRET);
    expect(seen).not.toMatch(/computed (by formula|from records)|2014-01-01/);
  });

  it("a cycle of formulas names only the KPIs of the file", async () => {
    await owner.query("update kpi set source = 'formula', formula = '[LOOP] + 1' where code = 'V-SECRET'");
    const head = [...KPI_COLUMNS.slice(0, 9), "formula"].join(",");
    const id = await send(company.administrator, `${head}\nLOOP,Name,${rootCode},operations,u,month,sum,higher,formula,[${computed}]\n`);
    await check(company.administrator, id, kpis("formula"));
    const seen = await told(company.administrator, id);
    expect(seen).toContain("formulas are circular");
    expect(seen).not.toMatch(SECRET);
    await check(company.coo, id, kpis("formula"));
    expect(await told(company.coo, id)).toContain("V-SECRET");
  });
});
