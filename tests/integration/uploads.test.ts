import "../support/as-worker";
import { readFileSync, rmSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { mappingOf, suggestDraft } from "@/lib/imports/map/draft";
import { addLookup } from "@/lib/imports/map/record-draft";
import { Mapping } from "@/lib/imports/mapping";
import { undoImport } from "@/lib/imports/undo/undo";
import { addUpload, askCancel, askCheck, askRun, readUpload, removeUpload, saveMapping } from "@/lib/imports/uploads/commands";
import { getRejectsFile, getUpload, getUploadStatus, getUploads } from "@/lib/imports/uploads/queries";
import { runUpload } from "@/lib/imports/uploads/run";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany, makeViewerOf } from "../support/factories";
import { endWorkers, startWorker, until } from "../support/worker-child";

const dir = vi.hoisted(() => {
  // Before lib/env is read.
  const made = `${process.env.TMPDIR ?? "/tmp"}/uploads-test-${process.pid}`;
  process.env.UPLOAD_DIR = made;
  return made;
});

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});
beforeEach(() => owner.query("delete from jobs.job"));
afterAll(async () => {
  await endWorkers();
  await owner.end();
  rmSync(dir, { recursive: true, force: true });
});

async function* bytes(text: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const whole = Buffer.from(text);
  for (let at = 0; at < whole.length; at += 60_000) yield whole.subarray(at, at + 60_000);
}
const send = async (viewer: Viewer, text: string | Uint8Array, name = "tickets.csv") =>
  (await addUpload(viewer, name, bytes(text), Buffer.from(text).length)).id;
const opened = async (viewer: Viewer, id: string) => {
  const upload = await getUpload(viewer, id);
  if (!upload) throw new Error("not there");
  return upload;
};

/** Describes a file as suggested, and has it checked. */
async function check(viewer: Viewer, id: string, change: (mapping: Mapping) => Mapping = (m) => m) {
  const upload = await opened(viewer, id);
  if (!upload.look) throw new Error(upload.problem ?? "");
  const look = { columns: upload.look.columns, format: upload.look.detected.format };
  const { mapping, problems } = mappingOf(suggestDraft(look, upload.fileName, upload.existing), upload.format);
  expect(problems).toEqual([]);
  await askCheck(viewer, { uploadId: id, version: upload.status.version, mapping: change(Mapping.parse(mapping)) });
  await runUpload(id, viewer.personId);
  return opened(viewer, id);
}
async function bringIn(viewer: Viewer, id: string) {
  await askRun(viewer, { uploadId: id, version: (await opened(viewer, id)).status.version });
  await runUpload(id, viewer.personId);
  return opened(viewer, id);
}
const records = async (kind: string) =>
  (
    await owner.query(
      "select count(*)::int as n from record r join record_kind k on k.id = r.record_kind_id where k.code = $1 and superseded_by_id is null",
      [kind],
    )
  ).rows[0].n as number;

const TICKETS = "Ticket;Opened;Closed;Cost\nT1;02.01.2024;05.01.2024;1.120,50 €\nT2;13.01.2024;;80,00 €\n";

it("a file is uploaded, described, checked, imported, undone; every write is audited", async () => {
  const id = await send(company.administrator, TICKETS);
  const upload = await opened(company.administrator, id);
  expect(upload.look?.detected.format).toMatchObject({ delimiter: ";", decimal: ",", dates: "dmy" });
  expect(upload.look?.columns.map((c) => c.type)).toEqual(["text", "date", "date", "number"]);
  expect(readFileSync(path.join(dir, id), "utf8")).toBe(TICKETS);
  const checked = await check(company.administrator, id);
  expect(checked.status.state).toBe("checked");
  expect(checked.preview).toMatchObject({ outcome: "planned", rows: 2, newRows: 2, rejectedRows: 0 });
  expect(await records("tickets")).toBe(0);
  const done = await bringIn(company.administrator, id);
  expect(done.status).toMatchObject({ state: "done", importId: expect.stringMatching(/^\d+$/) });
  expect(await records("tickets")).toBe(2);
  expect((await auditOf(id)).map((e) => e.action)).toEqual(["upload.add", "upload.check", "upload.run"]);
  expect((await auditOf(done.status.importId ?? "")).map((e) => e.action)).toEqual(["import.run"]);
  // Run again, as a queue may do: nothing happens.
  expect(await runUpload(id, company.administrator.personId)).toBe("done");
  await undoImport(company.administrator, done.status.importId ?? "");
  expect(await records("tickets")).toBe(0);
  await removeUpload(company.administrator, { uploadId: id });
  expect(await getUpload(company.administrator, id)).toBeNull();
  expect((await readdir(dir)).filter((name) => name.startsWith(id))).toEqual([]);
});

it("the same file again changes nothing, and a saved mapping is offered", async () => {
  const first = await send(company.coo, TICKETS);
  await check(company.coo, first);
  await bringIn(company.coo, first);
  const again = await check(company.coo, await send(company.coo, TICKETS));
  expect(again.preview).toMatchObject({ newRows: 0, changedRows: 0, sameRows: 2, notes: [expect.stringContaining("already imported")] });
  expect(again.saved.map((m) => m.name)).toContain("Tickets");
  await saveMapping(company.coo, { mapping: { ...Mapping.parse(again.mapping), name: "Our tickets" } });
  const { rows } = await owner.query("select action, after->'mapping'->>'name' as name from audit_event where action = 'mapping.save'");
  expect(rows).toEqual([{ action: "mapping.save", name: "Our tickets" }]);
});

it("rejects are listed with line, column, value and reason, and all of them are in a file without executable formulas", async () => {
  const bad = Array.from({ length: 1_000 }, (_, n) => `B${n};32.01.2024;;=1+${n}`).join("\n");
  const good = Array.from({ length: 30_000 }, (_, n) => `G${n};01.02.2024;02.02.2024;${n},00 €`).join("\n");
  const id = await send(company.coo, `Ticket;Opened;Closed;Cost\n${good}\n${bad}\n`, "many.csv");
  const { preview } = await check(company.coo, id);
  expect(preview).toMatchObject({ rows: 31_000, newRows: 30_000, rejectedRows: 1_000 });
  expect(preview?.rejects[0]).toEqual({ line: 30_002, column: "Cost", value: "=1+0", reason: "'=1+0' is not a number" });
  const file = await new Response(await (await getRejectsFile(company.coo, id)).open()).text();
  const lines = file.replace("\ufeff", "").trim().split("\r\n");
  expect(lines).toHaveLength(1 + 2_000);
  expect(lines.slice(0, 3)).toEqual([
    "line,column,value,reason",
    "30002,Cost,'=1+0,'=1+0' is not a number",
    expect.stringContaining("30002,Opened,32.01.2024,"),
  ]);
  const done = await bringIn(company.coo, id);
  expect(done.status).toMatchObject({ state: "failed", failure: expect.stringContaining("1,000 rows were rejected") });
  expect(await records("many")).toBe(0);
});

describe("files that are not text tables", () => {
  it.each([
    ["a program", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0, 10, 0, 13]), "not a text file"],
    ["an Excel file", Buffer.from("PK\u0003\u0004rest"), "ZIP or Excel"],
    ["half a gzip file", gzipSync(TICKETS.repeat(50)).subarray(0, 40), "gzip"],
    ["nothing", "", "empty"],
  ])("%s", async (_what, content, sentence) => {
    await expect(send(company.coo, content)).rejects.toMatchObject({ code: "INVALID", message: expect.stringContaining(sentence) });
    expect((await readdir(dir)).filter((name) => name.endsWith(".part"))).toEqual([]);
  });
  it("stored files have a total limit, and parallel uploads too: nobody fills the disk", async () => {
    await owner.query("insert into upload (file_name, size, sha256, uploaded_at) values ('large.csv', 4294967296, '\\x00', now())");
    await expect(send(company.coo, TICKETS)).rejects.toMatchObject({ code: "INVALID", message: expect.stringContaining("Remove some") });
    await owner.query("delete from upload where file_name = 'large.csv'");
    const release = Promise.withResolvers<void>();
    const others = [company.executive, company.leadA, company.leadB, company.memberA, company.viewerA];
    async function* slow() {
      yield Buffer.from("a,b\n");
      await release.promise;
      yield Buffer.from("1,2\n");
    }
    const underWay: Promise<unknown>[] = [];
    const begin = (viewer: Viewer) => underWay.push(addUpload(viewer, "slow.csv", slow(), null));
    for (let n = 0; n < 2; n++) begin(company.coo);
    await expect(send(company.coo, TICKETS)).rejects.toMatchObject({ code: "TOO_MANY" });
    await send(company.administrator, TICKETS);
    for (const { personId } of [...others, ...others]) begin({ ...company.coo, personId });
    await expect(send(company.administrator, TICKETS)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    release.resolve();
    await Promise.all(underWay);
    await send(company.coo, TICKETS);
  });

  it("a page analyses only the beginning of a file, however long its rows are", async () => {
    const text = `a,b\n${`${"x".repeat(400_000)},1\n`.repeat(60)}`;
    const id = await send(company.coo, Buffer.concat([Buffer.from(text), Buffer.from([0xc3, 0x28])]));
    const upload = await opened(company.coo, id);
    expect(upload.problem).toBeNull(); // invalid UTF-8 at the end of its 24 MB is found by the check
    expect(upload.look?.columns.map((column) => column.header)).toEqual(["a", "b"]);
  });

  it("too large, announced or not, and cut off", async () => {
    await owner.query(`insert into setting (key, value) values ('uploads', '{"limitMb": 0.1}')`);
    const large = "a,b\n".repeat(40_000);
    await expect(addUpload(company.coo, "x.csv", bytes(large), null)).rejects.toMatchObject({
      code: "TOO_LARGE",
      message: expect.stringContaining("larger than"),
    });
    await expect(addUpload(company.coo, "x.csv", bytes("a\n1\n"), 10_000_000)).rejects.toThrow("larger than");
    await expect(addUpload(company.coo, "x.csv", bytes("a\n1\n"), 5)).rejects.toThrow("interrupted");
    await owner.query("delete from setting where key = 'uploads'");
  });
  it("gzipped text is one", async () => {
    const id = await send(company.coo, gzipSync(TICKETS), "t.csv.gz");
    expect((await opened(company.coo, id)).look?.columns).toHaveLength(4);
  });
});

it("a heading further down and another date style are reported and kept", async () => {
  const id = await send(company.coo, "Report of today\nTicket,Opened\nH1,01/02/2024\n");
  await readUpload(company.coo, { uploadId: id, format: { headingRow: 2, dates: "mdy", delimiter: "," } });
  const upload = await opened(company.coo, id);
  expect(upload.look?.columns.map((c) => [c.header, c.type])).toEqual([
    ["Ticket", "text"],
    ["Opened", "date"],
  ]);
  expect((await check(company.coo, id)).preview).toMatchObject({ rows: 1, newRows: 1 });
});

describe("rights", () => {
  it("are needed for every step, and a file belongs to its sender and the COO", async () => {
    for (const who of [company.leadA, company.memberA, company.viewerA, company.executive]) {
      await expect(send(who, TICKETS)).rejects.toMatchObject({ code: "FORBIDDEN" });
      expect(await getUploads(who)).toEqual([]);
    }
    const id = await send(company.coo, TICKETS);
    expect(await getUpload(company.administrator, id)).toBeNull();
    await expect(getUploadStatus(company.administrator, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(removeUpload(company.administrator, { uploadId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await getUploads(company.administrator)).find((u) => u.id === id)).toMatchObject({ mine: false });
    const theirs = await send(company.administrator, TICKETS);
    expect(await getUpload(company.coo, theirs)).not.toBeNull();
  });
  it("are checked again when the job runs", async () => {
    const gone = await makeViewerOf({ name: "Gone", grants: [{ role: "administrator", departmentId: company.root.id }] });
    const id = await send(gone, TICKETS.replaceAll("T1", "Q1"));
    await check(gone, id, (m) => ({ ...m, name: "Gone" }));
    await askRun(gone, { uploadId: id, version: (await opened(gone, id)).status.version });
    await owner.query("update access_grant set ended_at = now() where person_id = $1", [gone.personId]);
    const before = await records("tickets");
    expect(await runUpload(id, gone.personId)).toBe("failed");
    expect(await records("tickets")).toBe(before);
  });
  it("only what was checked is run, and a file in progress cannot be changed", async () => {
    const id = await send(company.coo, TICKETS);
    await expect(askRun(company.coo, { uploadId: id, version: 1 })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(
      askCheck(company.coo, { uploadId: id, version: 7, mapping: Mapping.parse({ name: "x", into: { target: "people", columns: {} } }) }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
    await owner.query("update upload set state = 'running' where id = $1", [id]);
    await expect(removeUpload(company.coo, { uploadId: id })).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

const LARGE = `Ticket;Opened;Closed;Cost\n${Array.from({ length: 250_000 }, (_, n) => `L${n};01.02.2024;02.02.2024;${n},00 €`).join("\n")}\n`;

it("stopped while it runs: rolled back within five seconds on a busy machine, and it can be started again", async () => {
  const id = await send(company.coo, LARGE, "large.csv");
  await check(company.coo, id);
  await askRun(company.coo, { uploadId: id, version: (await opened(company.coo, id)).status.version });
  const running = runUpload(id, company.coo.personId);
  await until("rows are read", 20, async () => ((await getUploadStatus(company.coo, id)).progress?.rows ?? 0) > 0);
  const asked = Date.now();
  await askCancel(company.coo, { uploadId: id });
  expect(await running).toBe("cancelled");
  expect((await auditOf(id)).at(-1)).toMatchObject({ action: "upload.stop", actor_id: company.coo.personId, before: { state: "running" } });
  expect(Date.now() - asked).toBeLessThan(5_000);
  expect(await records("large")).toBe(0);
  expect((await owner.query("select 1 from import where file_name = 'large.csv'")).rowCount).toBe(0);
  // The same if the person who asked for it may no longer sign in.
  const gone = await makeViewerOf({ name: "Gone while it ran", grants: [{ role: "coo", departmentId: company.root.id }] });
  await check(company.coo, id);
  await askRun(gone, { uploadId: id, version: (await opened(gone, id)).status.version });
  const left = runUpload(id, gone.personId);
  await until("rows are read", 20, async () => ((await getUploadStatus(company.coo, id)).progress?.rows ?? 0) > 0);
  await owner.query("update account set disabled_at = now() where person_id = $1", [gone.personId]);
  expect(await left).toBe("failed");
  expect((await opened(company.coo, id)).status.failure).toMatch(/may no longer import files. Nothing was written/);
  expect(await records("large")).toBe(0);
  await check(company.coo, id);
  expect((await bringIn(company.coo, id)).status.state).toBe("done");
  expect(await records("large")).toBe(250_000);
});

it("the process is killed while it runs: nothing half done remains, and the next worker finishes it once", async () => {
  const id = await send(company.coo, LARGE.replaceAll("\nL", "\nK"), "killed.csv");
  await check(company.coo, id);
  await owner.query("delete from jobs.job");
  await askRun(company.coo, { uploadId: id, version: (await opened(company.coo, id)).status.version });
  const first = startWorker({ UPLOAD_DIR: dir });
  await until("it runs", 60, async () => ((await getUploadStatus(company.coo, id)).progress?.rows ?? 0) > 0);
  first.kill("SIGKILL");
  await first.ended;
  await until(
    "its transaction is gone",
    60,
    async () =>
      (
        await owner.query(
          "select 1 from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())",
        )
      ).rowCount === 0,
  );
  expect(await records("killed")).toBe(0);
  const second = startWorker({ UPLOAD_DIR: dir });
  await until("it is done", 120, async () => (await getUploadStatus(company.coo, id)).state === "done");
  expect(await records("killed")).toBe(250_000);
  expect((await owner.query("select 1 from import where file_name = 'killed.csv'")).rowCount).toBe(1);
  second.kill("SIGTERM");
  await second.ended;
}, 240_000);

it("departments come out of a list of people, each once", async () => {
  const id = await send(company.coo, "Nr,Name,Abt.\n1,Ann,Lager\n2,Bo,Lager\n3,Cy,Büro\n4,Di,\n", "staff.csv");
  const into = {
    target: "departments",
    repeats: true,
    columns: { code: { from: "Abt." }, name: { from: "Abt." }, parent: { default: (await opened(company.coo, id)).existing.root } },
  };
  const checked = await check(company.coo, id, () => Mapping.parse({ name: "Departments of staff", into }));
  expect(checked.preview).toMatchObject({ rows: 4, newRows: 2, rejectedRows: 0, leftOutRows: 2 });
  expect((await bringIn(company.coo, id)).status.state).toBe("done");
  expect((await owner.query("select code from department where code in ('Lager', 'Büro') order by 1")).rows.map((r) => r.code)).toEqual([
    "Büro",
    "Lager",
  ]);
});

it("a field is looked up in existing records; people without figures learn only that it was found", async () => {
  const shops = await send(company.administrator, "Shop,City,Rent\nN1,Oslo,120\nS1,Rome,80\n", "shops.csv");
  await check(company.administrator, shops);
  await bringIn(company.administrator, shops);
  const sales = await send(company.administrator, "Sale,Shop,Day,Kind\n1,N1,2024-01-31,0\n2,S1,2024-02-29,1\n", "sales.csv");
  const { kinds, matches } = await opened(company.administrator, sales);
  const kind = kinds.find((k) => k.code === "shops");
  expect(matches).toContainEqual({ column: "Shop", kind: "shops", found: 2, of: 2 });
  const more = (mapping: Mapping): Mapping => {
    if (!("kind" in mapping.into) || !kind) throw new Error("records were expected");
    const into = addLookup(mapping.into, kind, "Shop", "rent");
    const fields = into.fields.map((f) => ({
      ...f,
      ...(f.from === "Kind" && { type: "text" as const, values: { 0: "online" } }),
      ...(f.from === "Day" && { shiftMonths: 1 }),
    }));
    return Mapping.parse({ ...mapping, name: "Sales with rent", into: { ...into, fields } });
  };
  const cells = (preview: Awaited<ReturnType<typeof check>>["preview"]) =>
    preview?.sample?.map((row) => Object.fromEntries(row.cells.map((c) => [c.label, c.value])));
  expect(cells((await check(company.administrator, sales, more)).preview)).toEqual([
    { Sale: "1", Shop: "N1", Day: "2024-02-29", Kind: "online", Rent: "found" },
    { Sale: "2", Shop: "S1", Day: "2024-03-31", Kind: "1", Rent: "found" },
  ]);
  expect(cells((await check(company.coo, sales, more)).preview)?.map((row) => row.Rent)).toEqual(["120", "80"]);
});

it("a report with title, repeated rows and a total is imported as the table it contains", async () => {
  const rows = ["R1;Ann;01.02.2024;10,50", "R2;Bo;02.02.2024;20,00", "R2;Bo;02.02.2024;20,00", "R3;Cy;03.02.2024;5,25"];
  const text = `Report of the shop;;;\n;;;\nReceipt no;Who;Day;Amount\n${rows.join("\n")}\n\nTotal;;;55,75\n`;
  const id = await send(company.coo, text, "receipts.csv");
  const upload = await opened(company.coo, id);
  expect(upload.look).toMatchObject({ repeatedRows: 1 });
  if (!upload.look) throw new Error("not read");
  const look = { columns: upload.look.columns, format: upload.look.detected.format, repeatedRows: upload.look.repeatedRows };
  const made = mappingOf(suggestDraft(look, "receipts.csv", upload.existing), {});
  const { preview } = await check(company.coo, id, () => Mapping.parse(made.mapping));
  expect(preview).toMatchObject({ rows: 4, newRows: 3, leftOutRows: 1, rejectedRows: 0 });
  expect(preview?.notes).toContainEqual(expect.stringContaining("Line 9 begins with 'Total'"));
  // Without skipping repeats, both are reported; a row with the same key and different content always is.
  const strict = await check(company.coo, id, (m) => ({ ...m, name: "strict" }));
  expect(strict.preview).toMatchObject({ newRows: 2, rejectedRows: 2 });
  const other = await send(company.coo, text.replace("R2;Bo;02.02.2024;20,00\nR2", "R2;Bo;02.02.2024;21,00\nR2"), "receipts.csv");
  expect((await check(company.coo, other, () => Mapping.parse(made.mapping))).preview).toMatchObject({ newRows: 2, rejectedRows: 2 });
});

it("people with first names in a separate column", async () => {
  const id = await send(
    company.administrator,
    "Nr;Nachname;Vorname;E-Mail\n71;Weiß;Zoë;zoe@sonne.example\n72;Prince;;prince@sonne.example\n",
    "personal.csv",
  );
  await check(company.administrator, id);
  await bringIn(company.administrator, id);
  const { rows } = await owner.query("select name from person where code in ('71', '72') order by code");
  expect(rows.map((r) => r.name)).toEqual(["Zoë Weiß", "Prince"]);
});
