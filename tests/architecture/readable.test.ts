import { describe, expect, it } from "vitest";
import { ENTITY_WORDS } from "@/lib/entities/words";
import { type File, sourceFiles } from "./source-files";

/** Entities that everybody may know of, that are the installation's, or that are a part of another. */
const OTHERS = ["department", "import", "milestone", "person", "position", "record_kind"];
/** Reads the table of an entity of the business: what stands in it belongs to a department. */
const TABLES = ENTITY_WORDS.map(({ type }) => type).filter((type) => !OTHERS.includes(type));
const READS = new RegExp(`\\b(?:FROM|JOIN)\\s+(?:${TABLES.join("|")})\\b`);
/** Asks whether the viewer may read a row: readable(), or what is made of it. */
const ASKS = /\breadable(?:Kpi)?\(|\b\w+IsVisible\(/;
/** Leaves the scope of the viewer. */
const LEAVES = /\basInstallation\(|\b(?:reading|writing|bulkWriting)\(\s*(?:"system"|systemFor)/;

/** Files that read such a table and do not ask, each with why it need not. A path that ends with "/" is all that lies there. */
type Exceptions = Readonly<Record<string, readonly string[]>>;

/** Nobody's own reading: the statements run as the installation, in jobs, imports and what follows from a value; they hand no row to a viewer. */
const AS_INSTALLATION: Exceptions = {
  "values, signals and their clocks, wherever they belong": [
    "lib/kpis/recompute/",
    "lib/kpis/formula/formula-inputs.ts",
    "lib/signals/late/late-close.ts",
    "lib/signals/late/late.ts",
    "lib/signals/life/",
    "lib/settings/calendar-move.ts",
  ],
  "files in and their undo; what may be shown of other records is asked row by row (mayShow)": [
    "lib/imports/targets/",
    "lib/imports/undo/",
    "lib/kpis/files/import.ts",
    "lib/kpis/files/import-money.ts",
  ],
  "whether one may be done away with, changed or stood in for: told are counts, or that it is not": [
    "lib/kpis/definition/money-check.ts",
    "lib/delegations/rights.ts",
  ],
  "counts for who runs the installation": ["lib/imports/queries.ts"],
  "tells departments that something changed, and no figure": ["lib/platform/live/notify.ts"],
};

/** By the id of a row that the command has loaded in scope, authorised and locked. */
const IN_COMMANDS: Exceptions = {
  "what belongs to the row under the lock": [
    "lib/kpis/commands/define-kpi.ts",
    "lib/signals/commands/steps.ts",
    "lib/signals/commands/undo.ts",
  ],
};

/** The policies of the database alone decide: the transaction is the viewer's, and nothing in the file leaves it. */
const BY_POLICIES: Exceptions = {
  "signals, which are read with their KPI or source": [
    "lib/digest/digest-queries.ts",
    "lib/initiatives/assign/signal.ts",
    "lib/signals/answers/explaining.ts",
    "lib/signals/commands/transition-signal.ts",
    "lib/signals/entity.ts",
    "lib/signals/late/late-links.ts",
    "lib/signals/queries/as-of.ts",
    "lib/signals/queries/asked.ts",
    "lib/signals/queries/signals.ts",
    "lib/pages/source-page.ts",
  ],
  "Today, which is measured: a policy is decided on the summary alone": [
    "lib/today/items/changed.ts",
    "lib/today/items/settled.ts",
    "lib/today/items/signal-items.ts",
    "lib/today/standing/state.ts",
  ],
  "what surrounds one row that was read with readable(), or is the viewer's own": [
    "lib/comments/queries.ts",
    "lib/initiatives/milestones/entity.ts",
    "lib/kpis/files/one.ts",
    "lib/kpis/queries/formula.ts",
    "lib/kpis/queries/my-numbers.ts",
    "lib/pages/initiative/queries.ts",
    "lib/pages/kpi/context.ts",
  ],
  "lists and counts of KPIs of the viewer's pages, or their FROM": [
    "lib/kpis/queries/departments.ts",
    "lib/kpis/queries/past.ts",
    "lib/kpis/queries/rows.ts",
  ],
};

/** The same, in a file that does something else as the installation, too. */
const BY_POLICIES_BESIDE: Exceptions = {
  "KPIs are read as the viewer; as the installation only which kinds of records were imported": ["lib/kpis/definition/queries.ts"],
  "a formula's KPIs are read as the viewer; as the installation only whether it would go in a circle, and which kinds have records": [
    "lib/kpis/definition/check.ts",
  ],
};

const files = sourceFiles().filter(({ path }) => path.startsWith("lib/"));
const silent = files.filter((file) => READS.test(file.code) && !ASKS.test(file.code));
const excepted = [AS_INSTALLATION, IN_COMMANDS, BY_POLICIES, BY_POLICIES_BESIDE].flatMap((group) => Object.values(group).flat());
const isOf = ({ path }: File, exception: string) => (exception.endsWith("/") ? path.startsWith(exception) : path === exception);

describe("who reads what belongs to a department", () => {
  it("is looked at: most that read one ask", () => {
    expect(files.filter((file) => READS.test(file.code) && ASKS.test(file.code)).length).toBeGreaterThan(15);
  });
  it("asks readable(), or is excepted for a reason", () => {
    expect(silent.filter((file) => !excepted.some((exception) => isOf(file, exception))).map(({ path }) => path)).toEqual([]);
  });
  it("is excepted only while it does not ask", () => {
    expect(excepted.filter((exception) => !silent.some((file) => isOf(file, exception)))).toEqual([]);
    expect(new Set(excepted).size).toBe(excepted.length);
  });
  it("by the policies of the database alone, never leaves the viewer's scope", () => {
    const alone = Object.values(BY_POLICIES).flat();
    expect(silent.filter((file) => alone.includes(file.path) && LEAVES.test(file.code)).map(({ path }) => path)).toEqual([]);
  });
});
