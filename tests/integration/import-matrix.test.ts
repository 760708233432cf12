import "../support/as-worker";
import "@/lib/entry/listeners";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Mapping } from "@/lib/imports/mapping";
import { importFile } from "@/lib/imports/run/run";
import { undoImport } from "@/lib/imports/undo/undo";
import { viewerOf } from "@/lib/platform/auth/load-viewer";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { pool } from "@/lib/platform/db/client";
import { type Principal, SIGNED_IN, STRANGERS } from "../matrix/names";
import { digests, keep, restore } from "../matrix/state";
import { makeWorld, type World } from "../matrix/world";
import { owner } from "../support/audit";

/**
 * The authorisation matrix of imports, on the company of tests/matrix: whose file, which row, and exactly what may change. A file reaches
 * rows of every department, so who may import at all is one question, and what the import may change is another; both are written here from
 * the product's rules and from nothing in the application.
 */
let world: World;
beforeAll(async () => {
  world = await makeWorld(owner, { port: 1, origin: "http://localhost:1", secret: "for-tests-only-".repeat(4), directory: "", pid: 0 });
  // In the directory only, and somebody with a role but no account.
  await owner.query(`INSERT INTO person (code, name, email, department_id) SELECT v.code, v.name, v.email, d.id
    FROM department d, (VALUES ('E-bare', 'Only in the directory', 'bare@company.example'), ('E-role', 'A role without account', 'role@company.example')) v (code, name, email)
    WHERE d.code = 'B'`);
  await owner.query(
    "INSERT INTO access_grant (person_id, department_id, role) SELECT id, department_id, 'viewer' FROM person WHERE code = 'E-role'",
  );
  await keep(owner);
});
afterAll(async () => {
  await owner.query("DROP SCHEMA kept CASCADE");
  await owner.end();
  await pool.end();
});

type Who = "coo" | "administrator";
type Operation = {
  what: string;
  into: string;
  columns: readonly string[];
  row: readonly string[];
  /** People who are allowed. */
  may: readonly Who[];
  /** The effect: table and code of the row, and the columns that change. New rows: "new". */
  changes: Readonly<Record<string, readonly string[]>>;
  /** Additions to the mapping's columns. */
  more?: Record<string, unknown>;
};
const BOTH: readonly Who[] = ["coo", "administrator"];
const ADMINISTRATOR: readonly Who[] = ["administrator"];
const NOBODY: readonly Who[] = [];

/** Codes of people in the directory, by what they have. */
const SIGNS_IN = ["E-A", "E-B1", "E-root", "P-leadB", "P-executive", "P-coo", "P-disabled", "E-role"];
const person = (what: string, code: string, column: string, value: string, may: readonly Who[], changed: string): Operation => ({
  what: `${what} of ${code}`,
  into: "people",
  columns: ["code", "name", column],
  row: [code, column === "name" ? value : "", value],
  may,
  changes: { [`person ${code}`]: [changed] },
});
const people: Operation[] = [
  ...[...SIGNS_IN, "P-administrator", "E-bare"].flatMap((code) => [
    person("the job title", code, "jobTitle", "Another", BOTH, "job_title"),
    person("the department", code, "department", code === "E-B1" ? "A" : "B1", BOTH, "department_id"),
  ]),
  ...SIGNS_IN.flatMap((code) => [
    person("the e-mail", code, "email", "taken.over@company.example", ADMINISTRATOR, "email"),
    person("the day of leaving", code, "leftOn", "2014-05-02", ADMINISTRATOR, "left_on"),
  ]),
  person("no e-mail", "E-B", "email", "", ADMINISTRATOR, "email"),
  person("a day of leaving to come", "E-B", "leftOn", "2190-05-02", ADMINISTRATOR, "left_on"),
  // The last administrator: they may change their own address by file, but not leave.
  person("the e-mail", "P-administrator", "email", "taken.over@company.example", ADMINISTRATOR, "email"),
  person("no e-mail", "P-administrator", "email", "", NOBODY, "email"),
  person("the day of leaving", "P-administrator", "leftOn", "2014-05-02", NOBODY, "left_on"),
  person("a day of leaving to come", "P-administrator", "leftOn", "2190-05-02", NOBODY, "left_on"),
  person("the e-mail", "E-bare", "email", "another@company.example", BOTH, "email"),
  person("the day of leaving", "E-bare", "leftOn", "2014-05-02", BOTH, "left_on"),
  {
    what: "a person",
    into: "people",
    columns: ["code", "name", "email"],
    row: ["E-new", "New", "new@company.example"],
    may: BOTH,
    changes: { "person E-new": ["new"] },
  },
];

const department = (what: string, row: readonly string[], may: readonly Who[], changes: Operation["changes"]): Operation => ({
  what,
  into: "departments",
  columns: ["code", "name", "parent"],
  row,
  may,
  changes,
});
const departments: Operation[] = [
  department("another name of A", ["A", "Renamed", "root"], BOTH, { "department A": ["name"] }),
  department("another name of the company", ["root", "Renamed", ""], BOTH, { "department root": ["name"] }),
  department("a department below B", ["new", "New", "B"], BOTH, { "department new": ["new"] }),
  department("B1 under A, out of the reach of B's lead", ["B1", "Department B1", "A"], ADMINISTRATOR, { "department B1": ["parent_id"] }),
  department("B under A, into the reach of A's lead", ["B", "Department B", "A"], ADMINISTRATOR, { "department B": ["parent_id"] }),
  department("the closed department under B, and open", ["old", "Department closed", "B"], ADMINISTRATOR, {
    "department old": ["archived_at", "parent_id"],
  }),
  department("the company under A", ["root", "Company", "A"], NOBODY, {}),
  department("a second company", ["new", "New", ""], NOBODY, {}),
];

const kpi = (code: string): Operation => ({
  what: `the KPI ${code}`,
  into: "kpis",
  columns: ["code", "name", "department", "areas", "unit", "frequency", "aggregation", "direction", "source"],
  row: [code, "Renamed", code.slice(2), "operations;finance", "pieces", "month", "sum", "higher", "manual"],
  may: BOTH,
  changes: { [`kpi ${code}`]: ["name"] },
});
const figures: Operation[] = ["K_A", "K_B", "K_root"].flatMap((code) => [
  kpi(code),
  {
    what: `a value of ${code}`,
    into: "measurements",
    columns: ["kpi", "period", "value"],
    row: [code, "2013-12", "7"],
    may: BOTH,
    changes: { [`measurement ${code} 2013-12-01`]: ["new"] },
    more: { layout: "long" },
  },
  {
    what: `a target of ${code}`,
    into: "targets",
    columns: ["kpi", "fromOn", "floor", "reason"],
    row: [code, "2014-06-01", "7", "agreed"],
    may: BOTH,
    changes: { [`target ${code} 2014-06-01`]: ["new"] },
  },
  {
    what: `who keeps ${code}`,
    into: "positions",
    columns: ["code", "title", "department", "holder"],
    row: [`S-${code.slice(2)}`, "Keeper", code.slice(2), "P-viewerA"],
    may: BOTH,
    changes: { [`position S-${code.slice(2)}`]: ["holder_id", "title"] },
  },
]);
const records: Operation[] = ["B", "root"].map((at) => ({
  what: `a record of ${at}`,
  into: "records",
  columns: [],
  row: [`${at}-9`, "2014-04-09", "new", at],
  may: BOTH,
  changes: { [`record ${at}-9`]: ["new"] },
  more: {
    kind: { code: "order", name: "Orders" },
    key: ["Number"],
    fields: [
      { name: "number", label: "Number", type: "text", from: "Number" },
      { name: "on", label: "On", type: "date", from: "On", slot: 1 },
      { name: "note", label: "Note", type: "text", from: "Note" },
    ],
    department: { from: "Place" },
  },
}));
const decisions: Operation[] = ["B", "root"].map((at) => ({
  what: `a decision of ${at}`,
  into: "decisions",
  columns: ["code", "question", "area", "department", "askedBy", "askedOn", "owner", "decideBy", "options"],
  row: [`${at}-L`, "Which of the two?", "operations", at, "P-coo", "2014-04-02", "P-leadB", "2014-06-20", "Smaller; As they are"],
  may: BOTH,
  changes: { [`decision ${at}-L`]: ["new"], [`option ${at}-L Smaller`]: ["new"], [`option ${at}-L As they are`]: ["new"] },
}));
const OPERATIONS = [...people, ...departments, ...figures, ...records, ...decisions];

/** The file of an operation; if the name does not change, it is the existing one. */
async function fileOf({ into, columns, row, more }: Operation) {
  if (into === "records") return { into: { target: into, ...more }, text: `Number,On,Note,Place\n${row.join(",")}\n` };
  const cells = [...row];
  if (into === "people" && cells[1] === "")
    cells[1] = (await owner.query<{ name: string }>("SELECT name FROM person WHERE code = $1", [row[0]])).rows[0]?.name ?? "";
  return {
    into: { target: into, columns: Object.fromEntries(columns.map((name) => [name, { from: name }])), ...more },
    text: `${columns.join(",")}\n${cells.join(",")}\n`,
  };
}
const bring = async (actor: Viewer | "system", operation: Operation, dryRun = false) => {
  const { into, text } = await fileOf(operation);
  return importFile(actor, {
    mapping: Mapping.parse({ name: "matrix", into }),
    file: (async function* () {
      yield Buffer.from(text);
    })(),
    fileName: "matrix.csv",
    dryRun,
  });
};
const viewer = async (who: Principal): Promise<Viewer> => {
  const found = await viewerOf(world.people[who]);
  if (!found) throw new Error(`${who} cannot sign in`);
  return found;
};

/** Every row a file can reach, by table and code, without computed values, which follow from others. */
const ROWS = `SELECT 'person ' || code AS name, to_jsonb(t) AS held FROM person t UNION ALL SELECT 'department ' || code, to_jsonb(t) FROM department t
  UNION ALL SELECT 'position ' || code, to_jsonb(t) FROM position t UNION ALL SELECT 'kpi ' || code, to_jsonb(t) FROM kpi t
  UNION ALL SELECT 'record ' || key, to_jsonb(t) - 'id' FROM record t UNION ALL SELECT 'decision ' || code, to_jsonb(t) FROM decision t
  UNION ALL SELECT concat_ws(' ', 'option', d.code, o.title), to_jsonb(o) FROM decision_option o JOIN decision d ON d.id = o.decision_id
  UNION ALL SELECT 'grant ' || id, to_jsonb(t) FROM access_grant t
  UNION ALL SELECT 'account ' || person_id, to_jsonb(t) - 'rights_version' FROM account t
  UNION ALL SELECT concat_ws(' ', 'measurement', k.code, m.period_start), to_jsonb(m) - 'id' FROM measurement m JOIN kpi k ON k.id = m.kpi_id WHERE k.source = 'manual'
  UNION ALL SELECT concat_ws(' ', 'target', k.code, m.from_on), to_jsonb(m) - 'id' FROM target m JOIN kpi k ON k.id = m.kpi_id`;
type Rows = Map<string, Record<string, unknown>>;
const reachable = async (): Promise<Rows> =>
  new Map((await owner.query<{ name: string; held: Record<string, unknown> }>(ROWS)).rows.map(({ name, held }) => [name, held]));
function difference(before: Rows, after: Rows): Record<string, string[]> {
  const changed: Record<string, string[]> = {};
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(name), after.get(name)];
    const columns =
      was && is
        ? Object.keys(is).filter((key) => key !== "version" && JSON.stringify(was[key]) !== JSON.stringify(is[key]))
        : [is ? "new" : "gone"];
    if (columns.length > 0) changed[name] = columns.sort();
  }
  return changed;
}
/** As digests, except for the log of refusals. */
const everything = () => digests(owner);

it("has a row for every import target", () => {
  const targets = Mapping.shape.into.options.flatMap(({ shape: { target } }) => ("options" in target ? target.options : [target.value]));
  expect([...new Set(OPERATIONS.map((operation) => operation.into))].sort()).toEqual([...new Set(targets)].sort());
});

describe("people who may not import", () => {
  it.each(SIGNED_IN.filter((who) => who !== "coo" && who !== "administrator"))(
    "%s changes nothing, imported by any of them",
    async (who) => {
      const [actor, before] = [await viewer(who), await everything()];
      for (const operation of OPERATIONS)
        for (const dryRun of [true, false])
          await expect(bring(actor, operation, dryRun), operation.what).rejects.toMatchObject({ code: "FORBIDDEN" });
      await expect(undoImport(actor, "1")).rejects.toMatchObject({ code: "FORBIDDEN" });
      expect(await everything()).toEqual(before);
    },
  );

  it.each(STRANGERS.filter((who) => who === "disabled" || who === "left"))("%s may not have a file at all", async (who) => {
    expect(await viewerOf(world.people[who])).toBeNull();
  });
});

describe.each(["coo", "administrator"] as const)("the file of the %s", (who) => {
  it.each(OPERATIONS.filter(({ may }) => !may.includes(who)).map((operation) => [operation.what, operation] as const))(
    "does not import %s",
    async (_what, operation) => {
      const before = await everything();
      for (const dryRun of [true, false]) {
        const result = await bring(await viewer(who), operation, dryRun);
        expect([result.outcome, result.newRows, result.changedRows, result.rejectedRows]).toEqual([
          dryRun ? "planned" : "refused",
          0,
          0,
          1,
        ]);
        expect(result.rejects[0]).toMatchObject({ line: 2, reason: expect.stringMatching(/administrator|company itself|leads back/) });
      }
      expect(await everything(), "nothing is written by what was refused").toEqual(before);
    },
  );

  it.each(OPERATIONS.filter(({ may }) => may.includes(who)).map((operation) => [operation.what, operation] as const))(
    "imports %s and nothing else, and undoes it",
    async (_what, operation) => {
      try {
        const before = await reachable();
        const actor = await viewer(who);
        const result = await bring(actor, operation);
        expect(result).toMatchObject({ outcome: "imported", rejectedRows: 0 });
        expect(difference(before, await reachable())).toEqual(operation.changes);
        await undoImport(actor, result.importId ?? "");
        // Figures keep their history: what was new has been superseded.
        const kept = Object.keys(operation.changes).filter((name) => /^(measurement|target|record) /.test(name));
        expect(Object.keys(difference(before, await reachable()))).toEqual(kept);
      } finally {
        await restore(owner);
      }
    },
  );
});

describe("an administrator's import", () => {
  const taken = [...people, ...departments].filter(
    ({ may, what }) => may.includes("administrator") && !what.startsWith("the department of"),
  );
  it.each(taken.map((operation) => [operation.what, operation] as const))(
    "is undone by the COO if the COO could have imported it: %s",
    async (_what, operation) => {
      try {
        const coo = await viewer("coo");
        const { importId } = await bring(await viewer("administrator"), operation);
        const before = await everything();
        const undone = undoImport(coo, importId ?? "");
        if (operation.may.includes("coo")) await undone;
        else {
          await expect(undone).rejects.toMatchObject({ code: "FORBIDDEN" });
          expect(await everything()).toEqual(before);
        }
      } finally {
        await restore(owner);
      }
    },
  );
});
