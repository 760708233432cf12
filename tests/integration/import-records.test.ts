import "../support/as-worker";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { undoImport } from "@/lib/imports/undo/undo";
import { Prisma } from "@/lib/platform/db/client";
import { bring, counts, DEPARTMENTS, rows } from "./import-support.fixture";

const VENDORS = {
  target: "records",
  kind: { code: "vendor", name: "Vendor" },
  key: ["id"],
  fields: [
    { name: "supplier", label: "Supplier", type: "text", from: "name", required: true },
    { name: "since", label: "Since", type: "date", from: "since" },
  ],
};
const ORDERS = {
  target: "records",
  kind: { code: "order", name: "Order" },
  key: ["order", "pos"],
  fields: [
    { name: "ordered_on", label: "Ordered", type: "date", from: "ordered", slot: 1, required: true },
    { name: "received_on", label: "Received", type: "date", from: "received", slot: 2, default: "9999-12-31" },
    { name: "amount", label: "Amount", type: "number", from: "amount", unit: "USD" },
    { name: "express", label: "Express", type: "boolean", from: "express" },
    { name: "channel", label: "Channel", type: "text", from: "channel", values: { "0": "Reseller", "1": "Online" } },
    { name: "supplier", label: "Supplier", type: "text", lookup: { kind: "vendor", key: "vendor", take: "supplier" } },
    {
      name: "vendor_since",
      label: "Vendor since",
      type: "date",
      lookup: { kind: "vendor", key: "vendor", take: "since" },
      shiftMonths: 1,
      slot: 3,
    },
  ],
  department: { from: "dept" },
  known: { row: "ordered", fields: { received_on: "received", amount: "received", supplier: "received" } },
};
const HEAD = "order,pos,ordered,received,amount,express,channel,vendor,dept\n";

const current = (kind: string) =>
  rows<{
    key: string;
    code: string | null;
    on_1: string | null;
    on_2: string | null;
    on_3: string | null;
    data: Record<string, unknown>;
  }>(Prisma.sql`
    SELECT r.key, d.code, r.on_1::text, r.on_2::text, r.on_3::text, r.data FROM record r JOIN record_kind k ON k.id = r.record_kind_id LEFT JOIN department d ON d.id = r.department_id
    WHERE k.code = ${kind} AND r.superseded_by_id IS NULL ORDER BY r.key`);
const written = () =>
  rows<{ n: string }>(
    Prisma.sql`SELECT (SELECT count(*) FROM record) || '/' || (SELECT count(*) FROM import) || '/' || (SELECT count(*) FROM import_reject) || '/' || (SELECT count(*) FROM audit_event) AS n`,
  );

beforeAll(async () => {
  await bring(DEPARTMENTS, "code,name,parent\nC,Company,\nA,Assembly,C\n");
  await bring(VENDORS, "id,name,since\n7,Acme,2011-01-31\n8,Bolt,\n");
});

describe("records", () => {
  it("keeps typed values, slots, department, replacements, defaults and looked-up fields", async () => {
    const result = await bring(
      ORDERS,
      `${HEAD}1,1,2014-01-05,2014-01-09,12345678901234567890.1234567891,yes,0,7,A\n1,2,2014-01-06,,,,2,,\n`,
    );
    expect(counts(result)).toEqual(["imported", 2, 0, 0, 0, 0]);
    const raw = await rows<{ amount: string; type: string }>(
      Prisma.sql`SELECT data->>'amount' AS amount, jsonb_typeof(data->'amount') AS type FROM record WHERE key = '1/1'`,
    );
    expect(raw).toEqual([{ amount: "12345678901234567890.1234567891", type: "number" }]);
    const [first, second] = await current("order");
    expect(first).toMatchObject({ key: "1/1", code: "A", on_1: "2014-01-05", on_2: "2014-01-09", on_3: "2011-02-28" });
    expect(first?.data).toMatchObject({
      express: true,
      channel: "Reseller",
      supplier: "Acme",
      vendor_since: "2011-02-28",
      received_on: "2014-01-09",
    });
    expect(second).toEqual({
      key: "1/2",
      code: null,
      on_1: "2014-01-06",
      on_2: "9999-12-31",
      on_3: null,
      data: { ordered_on: "2014-01-06", received_on: "9999-12-31", channel: "2" },
    });
  });

  it("refuses the whole file for one bad row, names line, column, value and reason, and writes only the refusal", async () => {
    const [before] = await written();
    const result = await bring(
      ORDERS,
      `${HEAD}1,1,2014-01-05,2014-01-09,5,yes,0,7,A\n2,1,31.12.2014,,abc,maybe,,,\n"3\nx",1,2014-01-05,,,,,9,Z\n4,,2014-01-05,,,,,,\n5,1,2014-02-30,,,,,,\n6,1,,,,,,,\n7,1,2014\n8,1,2014-01-01,,,,,,\n8,1,2014-01-02,,,,,,\n`,
      { format: { dates: "iso" } },
    );
    expect(counts(result)).toEqual(["refused", 0, 1, 0, 8, 0]);
    expect(result.rejects).toEqual([
      { line: 3, column: "amount", value: "abc", reason: "'abc' is not a number" },
      { line: 3, column: "express", value: "maybe", reason: "'maybe' is not yes or no" },
      { line: 3, column: "ordered", value: "31.12.2014", reason: expect.stringContaining("day first or month first") },
      { line: 4, column: "dept", value: "Z", reason: "no department has this code" },
      { line: 4, column: "vendor", value: "9", reason: "no record of the kind 'vendor' has this key" },
      { line: 6, column: "pos", value: "", reason: "the key is empty" },
      { line: 7, column: "ordered", value: "2014-02-30", reason: "'2014-02-30' is not a calendar date" },
      { line: 8, column: "ordered", value: "", reason: "a value is required" },
      { line: 9, column: "", value: "7", reason: "the row has 3 cells, the header 9" },
      { line: 10, column: "order, pos", value: "8/1", reason: "the same key is also on line 11" },
      { line: 11, column: "order, pos", value: "8/1", reason: "the same key is also on line 10" },
    ]);
    const [after] = await written();
    const [r = "", i = "", j = "", a = "0"] = before?.n.split("/") ?? [];
    expect(after?.n).toBe(`${r}/${i}/${j}/${Number(a) + 1}`);
    expect(await rows(Prisma.sql`SELECT action, after->>'rejected' AS rejected FROM audit_event ORDER BY id DESC LIMIT 1`)).toEqual([
      { action: "import.refuse", rejected: "8" },
    ]);
  });

  it("imports the good rows if the mapping says so, and keeps the rejects", async () => {
    const result = await bring(ORDERS, `${HEAD}20,1,2014-01-05,,1,,,,\n21,1,never,,,,,,\n`, { partial: true });
    expect(counts(result)).toEqual(["imported", 1, 0, 0, 1, 0]);
    expect(
      await rows(Prisma.sql`SELECT line, "column", value, reason FROM import_reject WHERE import_id = ${result.importId}::bigint`),
    ).toEqual([{ line: 3, column: "ordered", value: "never", reason: "'never' is not a date" }]);
  });

  it("writes nothing for the same file again, and only the differences for a changed one", async () => {
    const file = `${HEAD}30,1,2014-01-05,,1.50,,,,\n31,1,2014-01-05,,2,,,,\n`;
    const first = await bring(ORDERS, file);
    const before = await written();
    const again = await bring(ORDERS, file);
    expect(counts(again)).toEqual(["unchanged", 0, 0, 2, 0, 0]);
    expect(again.notes.join()).toContain(`import ${first.importId}`);
    expect(again.sha256).toBe(first.sha256);
    expect(await written()).toEqual(before);
    expect(counts(await bring(ORDERS, file.replace("1.50", "1.5")))).toEqual(["unchanged", 0, 0, 2, 0, 0]);
    expect(counts(await bring(ORDERS, file.replace("1.50", "1.51")))).toEqual(["imported", 0, 1, 1, 0, 0]);
  });

  it("counts without writing in a dry run", async () => {
    const before = await written();
    expect(counts(await bring(ORDERS, `${HEAD}40,1,2014-01-05,,1,,,,\n`, { dryRun: true }))).toEqual(["planned", 1, 0, 0, 0, 0]);
    expect(await written()).toEqual(before);
  });

  it("imports what was known on a day: later rows stay out, later cells are empty", async () => {
    const file = `${HEAD}50,1,2014-01-05,2014-01-20,9,yes,1,7,A\n51,1,2014-01-16,,,,,,\n`;
    expect(counts(await bring(ORDERS, file, { asOf: "2014-01-15" }))).toEqual(["imported", 1, 0, 0, 0, 1]);
    const found = (await current("order")).find((r) => r.key === "50/1");
    expect(found?.data).toEqual({
      ordered_on: "2014-01-05",
      received_on: "9999-12-31",
      express: true,
      channel: "Online",
      vendor_since: "2011-02-28",
    });
    expect(counts(await bring(ORDERS, file))).toEqual(["imported", 1, 1, 0, 0, 0]);
  });

  it("reads windows-1252, semicolons, decimal commas, day-first dates, units, line breaks in cells and gzip", async () => {
    const into = {
      target: "records",
      kind: { code: "euro", name: "Euro" },
      key: ["Nr"],
      fields: [
        { name: "place", label: "Place", type: "text", from: "Ort" },
        { name: "cost", label: "Cost", type: "number", from: "Kosten", unit: "EUR" },
        { name: "day", label: "Day", type: "date", from: "Tag", slot: 1 },
      ],
    };
    const text = 'Nr;Ort;Kosten;Tag\r\n1;"Köln\r\nDeutz";1.234,56 \u0080;31.12.2013\r\n2;"Münster; West";7,5;01.02.2014\r\n';
    const result = await bring(into, gzipSync(Buffer.from(text, "latin1")));
    expect(result.detected.format).toEqual({ encoding: "windows-1252", delimiter: ";", decimal: ",", dates: "dmy", headingRow: 1 });
    expect((await current("euro")).map((r) => r.data)).toEqual([
      { place: "Köln\r\nDeutz", cost: 1234.56, day: "2013-12-31" },
      { place: "Münster; West", cost: 7.5, day: "2014-02-01" },
    ]);
    const utf16 = Buffer.from(`\ufeff${text.replace("\u0080", "€").replace("7,5", "8 $")}`, "utf16le");
    expect((await bring(into, utf16)).rejects).toEqual([
      { line: 4, column: "Kosten", value: "8 $", reason: "'8 $' is in '$', the column is in 'EUR'" },
    ]);
  });

  it("explains in a sentence why a file cannot be read", async () => {
    const refusal = (text: string | Uint8Array, more = {}) =>
      bring(VENDORS, text, more).then(
        () => "taken",
        (error: Error) => error.message,
      );
    expect(await refusal("")).toBe("The file is empty.");
    expect(await refusal("id,name\n1,x\n")).toBe("The file has no column 'since'. It has 'id', 'name'.");
    expect(await refusal("id,name,since,name\n")).toBe("The file has the column 'name' twice.");
    expect(await refusal('id,name,since\n1,"open,\n')).toContain("a quotation mark is opened and never closed");
    expect(await refusal(Buffer.from("PK\u0003\u0004 rest"))).toContain("ZIP or Excel");
    expect(await refusal(gzipSync("id,name,since\n1,a,\n").subarray(0, 30))).toBe("The file is not a complete gzip file.");
    expect(await refusal(Buffer.from("id,name,since\n1,\xff,\n", "latin1"), { format: { encoding: "utf-8" } })).toContain("not utf-8");
    expect(await refusal(`${Array.from({ length: 501 }, (_, i) => `c${i}`).join(",")}\n`)).toBe(
      "The file has 501 columns; at most 500 are read.",
    );
    expect(await refusal("x".repeat(300_000))).toMatch(/^A header of the file has \d+ characters; at most 200 are read/);
    expect(
      await refusal(gzipSync(Buffer.concat([Buffer.from("id,name,since\n"), Buffer.alloc(64 * 1024 * 1024, "1,aaaaaaaaaaaaaa,\n")]))),
    ).toContain("unpacks to more than 200 times");
  });

  it("can be undone while nothing depends on it", async () => {
    const before = await current("order");
    const first = await bring(ORDERS, `${HEAD}30,1,2014-01-05,,100,,,,\n60,1,2014-01-05,,1,,,,\n`);
    const second = await bring(ORDERS, `${HEAD}60,1,2014-01-05,,2,,,,\n`);
    await expect(undoImport("system", first.importId ?? "")).rejects.toThrow("1 of its records was replaced since");
    expect(await undoImport("system", second.importId ?? "")).toMatchObject({ removed: 1, restored: 1 });
    expect(await undoImport("system", first.importId ?? "")).toMatchObject({ removed: 2, restored: 1 });
    expect(await current("order")).toEqual(before);
    await expect(undoImport("system", first.importId ?? "")).rejects.toThrow("already undone");
    await expect(undoImport("system", "999999")).rejects.toThrow("does not exist");
    expect(counts(await bring(ORDERS, `${HEAD}60,1,2014-01-05,,2,,,,\n`))).toEqual(["imported", 1, 0, 0, 0, 0]);
  });
});
