import { describe, expect, it } from "vitest";
import { Mapping } from "@/lib/imports/mapping";
import { detect } from "@/lib/tables/read/detect";
import { fieldLabel, fieldName, headingUnit, namedBy, plainHeading } from "@/lib/tables/read/headings";
import { lookAtColumns } from "./look";
import { type ExistingDepartments, matchingMappings, suggestColumns, suggestRecords, suggestTargets } from "./suggest";

const NOTHING: ExistingDepartments = { departments: [], root: "company" };
function look(text: string) {
  const detected = detect(Buffer.from(text), {}, true);
  const rows = text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(detected.format.delimiter));
  return { ...detected, columns: lookAtColumns(detected.headers, rows, detected.format, detected.units) };
}
const first = (text: string, file: string) => {
  const { columns, format } = look(text);
  return suggestTargets(columns, file, format)[0]?.target;
};

// Headings as other programs write them: a German payroll export, an English one, shop systems, a spreadsheet of figures.
const PERSONAL =
  "Pers.-Nr.;Mitarbeiter;E-Mail-Adresse;Abt.;Eintrittsdatum\n0012;Anna Köhler;a.koehler@firma.example;Lager;01.03.2019\n0013;Ben Sommer;b.sommer@firma.example;Büro;15.11.2020\n";
const STAFF = "EmpID,FullName,WorkEmail,Dept,HireDate\n1,Ann Low,ann@shop.example,S1,2020-01-31\n2,Bo Hill,bo@shop.example,S2,2021-05-02\n";
const ABTEILUNGEN = "Kürzel;Abteilung;Übergeordnet\nLG;Lager;\nBU;Büro;LG\n";
const SHOP =
  "OrderNumber,Created at,Paid at,Total,Currency,Store\n#1001,2024-01-02,2024-01-03,12.50,EUR,North\n#1002,2024-01-02,,8.00,EUR,South\n#1003,2024-01-05,2024-01-05,99.90,EUR,North\n";
const BELEGE = "Beleg-Nr;Datum;Filiale;Betrag;Storno\n4711;02.01.2024;Nord;1.234,50 €;nein\n4712;13.01.2024;Süd;80,00 €;ja\n";
const WIDE = "Kennzahl,2024-01,2024-02,2024-03\nA-1,1,2,3\n";
const LONG = "KPI,Monat,Istwert\nA-1,2024-01,3.5\nA-1,2024-02,4\n";
const ZIELE = "Kennzahl,gültig ab,Zielwert,Begründung\nA-1,2024-01-01,95,vereinbart\n";
const DEFINITIONS = "Nr,Kennzahl,Einheit,Turnus,Richtung,Abteilung\nA-1,Liefertreue,%,month,higher,LG\n";

describe("headings", () => {
  it("are compared without spelling", () => {
    expect(["OrderDate", "order_date", "Order-Date"].map(plainHeading)).toEqual(["order date", "order date", "order date"]);
    expect(plainHeading("Übergeordnete Abteilung")).toBe("uebergeordnete abteilung");
    expect([namedBy("E-Mail", ["email"]), namedBy("Work e-mail", ["e mail"]), namedBy("Female", ["email"])]).toEqual([1, 0.7, 0]);
  });
  it("make names and labels", () => {
    expect(fieldName("Betrag (€)", 0, new Set())).toBe("betrag");
    expect(fieldName("2nd try", 0, new Set())).toBe("f_2nd_try");
    expect(fieldName("数量", 4, new Set())).toBe("field_5");
    expect(fieldName("Total", 1, new Set(["total"]))).toBe("total_2");
    expect([fieldLabel("order_date"), fieldLabel("OrderQty"), fieldLabel("Paid at")]).toEqual(["Order date", "Order qty", "Paid at"]);
  });
});

it("looks at columns by nearly every filled cell", () => {
  expect(look(BELEGE).columns.map((c) => [c.header, c.type, c.unit])).toEqual([
    ["Beleg-Nr", "number", null],
    ["Datum", "date", null],
    ["Filiale", "text", null],
    ["Betrag", "number", "€"],
    ["Storno", "boolean", null],
  ]);
  // Leading zeros make a code.
  expect(look(PERSONAL).columns[0]).toMatchObject({ type: "text", unique: true, examples: ["0012", "0013"] });
});

const EXPORTED = `Code,Question,Area,Department,Asked by,Asked on,Who decides,Decide by,At stake,Options,Chosen,Reason,"Confidence, %",Decided on,Review on,Outcome,Outcome in words,Outcome recorded on
D-01,Which of the two?,operations,Production,James Hamilton,2014-05-02,Peter Krebs,2014-05-20,43300.5,Smaller; As they are,Smaller,It pays,70,2014-05-15,2014-05-30,better,More came of it,2014-05-31`;
it.each([
  [PERSONAL, "export.csv", "people"],
  [STAFF, "download (3).csv", "people"],
  [ABTEILUNGEN, "liste.csv", "departments"],
  ["Code,Store name\n1,North\n2,South\n", "stores.csv", "departments"],
  [SHOP, "orders_export_1.csv", "records"],
  [BELEGE, "belege.csv", "records"],
  [WIDE, "figures.csv", "measurements-wide"],
  [LONG, "werte.csv", "measurements-long"],
  [ZIELE, "ziele.csv", "targets"],
  [DEFINITIONS, "kennzahlen.csv", "kpis"],
  [`${EXPORTED}\n`, "decisions.csv", "decisions"],
  ["Stelle,Stelleninhaber,Abteilung,Vorgesetzter\nS1,0012,LG,\n", "plan.csv", "positions"],
])("sees what is in a file: %#", (text, file, target) => expect(first(text, file)).toBe(target));

describe("columns", () => {
  it("of decisions as they are exported: each has its field", () =>
    expect(
      Object.values(suggestColumns("decisions", look(EXPORTED).columns, NOTHING))
        .map(({ from }) => from)
        .sort(),
    ).toEqual(
      look(EXPORTED)
        .columns.map(({ header }) => header)
        .sort(),
    ));
  it("of a German payroll export", () => {
    const existing: ExistingDepartments = {
      root: "company",
      departments: [
        { code: "LG", name: "Lager" },
        { code: "BU", name: "Büro" },
      ],
    };
    expect(suggestColumns("people", look(PERSONAL).columns, existing)).toEqual({
      code: { from: "Pers.-Nr." },
      name: { from: "Mitarbeiter" },
      email: { from: "E-Mail-Adresse" },
      department: { from: "Abt.", values: { Lager: "LG", Büro: "BU" } },
      hiredOn: { from: "Eintrittsdatum" },
    });
  });
  it("of departments; the one without a parent comes under the company", () =>
    expect(suggestColumns("departments", look(ABTEILUNGEN).columns, NOTHING)).toEqual({
      code: { from: "Kürzel" },
      name: { from: "Abteilung" },
      parent: { from: "Übergeordnet", default: "company" },
    }));
  it("of targets and values", () => {
    expect(suggestColumns("targets", look(ZIELE).columns, NOTHING)).toEqual({
      kpi: { from: "Kennzahl" },
      fromOn: { from: "gültig ab" },
      floor: { from: "Zielwert" },
      reason: { from: "Begründung" },
    });
    expect(suggestColumns("measurements-long", look(LONG).columns, NOTHING)).toEqual({
      kpi: { from: "KPI" },
      period: { from: "Monat" },
      value: { from: "Istwert" },
    });
  });
  it("of people without a number: the address tells them apart", () =>
    expect(suggestColumns("people", look("Name,Mail\nAnn,ann@a.example\nAnn,bo@a.example\n").columns, NOTHING)).toEqual({
      name: { from: "Name" },
      email: { from: "Mail" },
      code: { from: "Mail" },
    }));
});

describe("records", () => {
  it("of a shop: key, dates by how often they are filled, departments by name", () => {
    const made = suggestRecords(look(SHOP).columns, "orders_export_1.csv", {
      root: "c",
      departments: [
        { code: "D1", name: "North" },
        { code: "D2", name: "South" },
      ],
    });
    expect(made.kind).toEqual({ code: "orders_export", name: "Orders export", description: "" });
    expect(made.key).toEqual(["OrderNumber"]);
    expect(made.fields.map((f) => [f.name, f.type, f.slot])).toEqual([
      ["order_number", "text", undefined],
      ["created_at", "date", 1],
      ["paid_at", "date", 2],
      ["total", "number", undefined],
      ["currency", "text", undefined],
      ["store", "text", undefined],
    ]);
    expect(made.department).toEqual({ from: "Store", values: { North: "D1", South: "D2" } });
    expect(Mapping.safeParse({ name: "x", into: made }).success).toBe(true);
  });
  it("without a column that tells rows apart: two together", () =>
    expect(suggestRecords(look("order no,item,qty\n1,a,2\n1,b,2\n2,a,2\n").columns, "lines.csv", NOTHING).key).toEqual(["order no"]));
});

it("finds the saved mappings that fit", () => {
  const saved = (name: string, ...from: string[]) => ({
    mapping: Mapping.parse({ name, into: { target: "people", columns: Object.fromEntries(from.map((f) => [f, { from: f }])) } }),
  });
  const fits = matchingMappings([saved("one", "a"), saved("none", "a", "z"), saved("two", "a", "b")], ["a", " b", "c"]);
  expect(fits.map((m) => m.mapping.name)).toEqual(["two", "one"]);
});

it("first and last names in columns of their own make one name", () => {
  const { columns } = look("Nr;Nachname;Vorname;E-Mail\n1;Weiß;Zoë;z@sonne.example\n2;Öztürk;Anna;a@sonne.example\n");
  const chosen = suggestColumns("people", columns, NOTHING);
  expect(chosen.name).toEqual({ from: "Nachname", before: "Vorname" });
  expect(suggestTargets(columns, "export.csv", look("a;b\n").format)[0]?.target).toBe("people");
});

it("words of another language stand for the few words a KPI knows", () => {
  const { columns } = look(
    "Kürzel;Kennzahl;Bereich;Rhythmus;Richtung\nP1;Krankentage;Personal;monatlich;niedriger\nP2;Umsatz;finance;week;höher\n",
  );
  const chosen = suggestColumns("kpis", columns, NOTHING);
  expect(chosen.frequency).toEqual({ from: "Rhythmus", values: { monatlich: "month" } });
  expect(chosen.direction?.values).toEqual({ niedriger: "lower", höher: "higher" });
  expect(chosen.areas?.values).toEqual({ Personal: "people" });
});

it.each([
  ["Betrag (EUR)", "EUR"],
  ["Weight [kg]", "kg"],
  ["Speed (km/h)", "km/h"],
  ["Stundenlohn €", "€"],
  ["Amount (gross, 2024)", null],
  ["Year (2024)", null],
  ["Euro", null],
])("the unit of %s is %s", (header, unit) => expect(headingUnit(header)).toBe(unit));
