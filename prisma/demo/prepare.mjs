/**
 * Makes prisma/demo/files from the public tables of Adventure Works as CSV: node prisma/demo/prepare.mjs FOLDER
 *
 * Most tables are copied unchanged. Three are combined from several, and personal columns are left out (files/README.md). Run it only if
 * the tables change: its output is part of the project.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";

const source = process.argv[2];
if (!source) throw new Error("Usage: node prisma/demo/prepare.mjs FOLDER with the tables as CSV files");
const target = join(import.meta.dirname, "files");

const COPIED = [
  "dw_dim_account",
  "dw_fact_call_center",
  "dw_fact_finance",
  "hr_department",
  "production_location",
  "production_product",
  "production_product_inventory",
  "production_scrap_reason",
  "production_work_order",
  "production_work_order_routing",
  "purchasing_purchase_order_header",
  "purchasing_vendor",
  "sales_order_header",
  "sales_territory",
];

const text = (table) => readFileSync(join(source, `${table}.csv`), "utf8");
const rows = (table) => parse(text(table), { columns: true });
/** Level 9 and no name or time inside, so that the same tables give the same bytes. */
const keep = (table, csv) => writeFileSync(join(target, `${table}.csv.gz`), gzipSync(csv, { level: 9 }));
const cell = (value) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
const toCsv = (records) => {
  const headers = Object.keys(records[0]);
  return `${[headers, ...records.map((record) => headers.map((header) => cell(record[header])))].map((line) => line.join(",")).join("\n")}\n`;
};
const find = (map, key) => {
  const found = map.get(key);
  if (found === undefined) throw new Error(`Nothing under ${key}`);
  return found;
};

for (const table of COPIED) keep(table, text(table));

const names = new Map(rows("person_employee_name").map((row) => [row.BusinessEntityID, `${row.FirstName} ${row.LastName}`]));
const history = rows("hr_employee_department_history");
const current = new Map(history.filter((row) => row.EndDate === "").map((row) => [row.BusinessEntityID, row.DepartmentID]));
const people = rows("hr_employee").map((row) => {
  const login = row.LoginID.slice(row.LoginID.indexOf("\\") + 1);
  const id = row.BusinessEntityID;
  return {
    BusinessEntityID: id,
    Name: find(names, id),
    Email: `${login.normalize("NFD").replace(/[^\w-]/g, "")}@adventure-works.example`,
    JobTitle: row.JobTitle,
    HireDate: row.HireDate,
    DepartmentID: find(current, id),
  };
});
keep("people", toCsv(people));

const shifts = new Map(rows("hr_shift").map((row) => [row.ShiftID, row.Name]));
keep("employment", toCsv(history.map(({ ShiftID, ...row }) => ({ ...row, Shift: find(shifts, ShiftID) }))));

const orders = new Map(rows("purchasing_purchase_order_header").map((row) => [row.PurchaseOrderID, row]));
const prices = new Map(rows("purchasing_product_vendor").map((row) => [`${row.ProductID}|${row.BusinessEntityID}`, row.StandardPrice]));
const lines = rows("purchasing_purchase_order_detail").map((row) => {
  const order = find(orders, row.PurchaseOrderID);
  const standard = find(prices, `${row.ProductID}|${order.VendorID}`);
  return { ...row, OrderDate: order.OrderDate, VendorID: order.VendorID, StandardPrice: standard };
});
keep("purchase_line", toCsv(lines));
