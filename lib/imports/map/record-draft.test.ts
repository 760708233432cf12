import { describe, expect, it } from "vitest";
import { suggestDraft } from "./draft";
import { lookAtColumns } from "./look";
import { addLookup, countFieldSettings, dropField, type LookupKind, lookupHints, setAsOfField, setAsOfRow } from "./record-draft";

const FORMAT = { delimiter: ",", encoding: "utf-8", decimal: ".", dates: "iso", headingRow: 1 } as const;
const columns = lookAtColumns(
  ["Sale", "ProductID", "Quantity", "Day", "Shop"],
  [
    ["S1", "7", "2", "2024-01-02", "North"],
    ["S2", "9", "1", "2024-01-03", "South"],
    ["S3", "9", "1", "2024-01-03", "South"],
  ],
  FORMAT,
  {},
);
const { records } = suggestDraft({ columns, format: FORMAT }, "sales.csv", { departments: [], root: null });
const PRODUCT: LookupKind = {
  code: "product",
  name: "Products",
  fields: [
    { name: "name", label: "Name", type: "text" },
    { name: "price", label: "Price", type: "number", unit: "EUR" },
  ],
};

describe("lookups", () => {
  const match = (column: string, found = 2) => ({ column, kind: "product", found, of: 2 });
  it("are suggested where values are keys and the heading says so; a quantity is no key", () => {
    const hints = lookupHints([match("Quantity"), match("ProductID")], columns, [PRODUCT], records);
    expect(hints).toEqual([{ column: "ProductID", kind: "product", name: "Products", found: 2, of: 2 }]);
    expect(lookupHints([match("ProductID", 1)], columns, [PRODUCT], records)).toEqual([]);
    expect(lookupHints([match("ProductID")], columns, [PRODUCT], { ...records, kind: { ...records.kind, code: "product" } })).toEqual([]);
  });
  it("become a field of the type and unit of what is taken, under a label of its own", () => {
    const once = addLookup(records, PRODUCT, "ProductID", "price");
    expect(once.fields.at(-1)).toEqual({
      name: "price",
      label: "Price",
      type: "number",
      unit: "EUR",
      required: false,
      lookup: { kind: "product", key: "ProductID", take: "price" },
    });
    expect(addLookup(once, PRODUCT, "ProductID", "price").fields.at(-1)?.label).toBe("Products: Price");
    expect(addLookup(records, PRODUCT, "ProductID", "colour")).toBe(records);
    expect(lookupHints([match("ProductID")], columns, [PRODUCT], once)).toEqual([]);
  });
});

it("what is known from a day on goes with its field, and all of it with the day of the row", () => {
  const known = setAsOfField(setAsOfRow(records, "Day"), "quantity", "Day");
  expect(known.known).toEqual({ row: "Day", fields: { quantity: "Day" } });
  const field = known.fields.find((f) => f.name === "quantity");
  expect(field && countFieldSettings(known, { ...field, default: "0", shiftMonths: 0 })).toBe(2);
  expect(dropField(known, "quantity")).toMatchObject({ known: { row: "Day", fields: {} } });
  expect(dropField(known, "sale").key).toEqual([]);
  expect(setAsOfRow(known, "")).not.toHaveProperty("known");
  expect(setAsOfField(records, "quantity", "Day")).toBe(records);
});
