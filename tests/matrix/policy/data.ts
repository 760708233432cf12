import { randomUUID } from "node:crypto";
import type { World } from "../world";
import { type ActionRow, type Cells, IN_B, KPI_SCOPES, nowhere, only, PLACES, WRITES_KPI } from "./cells";

const UPLOAD = "01900000-0000-7000-8000-00000000d0c5";
const NOWHERE = "01900000-0000-7000-8000-000000000bad";
const IMPORT = "900001";
const CODE = "MATRIX-1";

const mapping = JSON.stringify({
  name: "Tickets of the matrix",
  into: { target: "departments", columns: { code: { from: "code" }, name: { from: "name" } } },
});
const definition = (departmentId: string) =>
  JSON.stringify({
    code: CODE,
    name: "A KPI of the matrix",
    description: "",
    departmentId,
    positionId: null,
    areas: ["operations"],
    unit: "pieces",
    frequency: "month",
    aggregation: "sum",
    direction: "higher",
    companyWide: false,
    dueDays: 3,
    dueWorkingDays: true,
    chart: "xmr",
    minimum: null,
    maximum: null,
    source: "manual",
    recordKind: null,
    measure: null,
    formula: null,
    floor: null,
    ceiling: null,
  });

/** A file of the caller, in the state after a previous step. */
const file = (state: string) => (world: World, _scope: unknown, who: string) => ({
  sql: `INSERT INTO upload (id, file_name, size, sha256, uploaded_by_id, uploaded_at, state, mapping)
    VALUES ($1, 'matrix.csv', 1, sha256('x'), $2, now(), $3, $4)`,
  values: [UPLOAD, Object.entries(world.people).find(([name]) => name === who)?.[1] ?? "", state, mapping],
});
const uploadId = (scope: string) => (scope === "missing" ? NOWHERE : UPLOAD);
/** Imported data concerns the whole installation. */
const both: Pick<ActionRow, "scopes" | "allowed" | "filed"> = {
  scopes: ["A", "missing"],
  allowed: only("coo", "administrator"),
  filed: nowhere,
};

/** Leads define in their own departments, the COO in all; nobody defines anything in a closed one. */
const DEFINES: Cells = { coo: ["A", "B", "B1", "root"], leadA: ["A"], leadB: IN_B.filter((scope) => scope === "B" || scope === "B1") };

/** What is brought in and defined. */
export const ACTIONS: Readonly<Record<string, ActionRow>> = {
  "app/(console)/data/actions.ts#readUploadAction": {
    audit: "upload.describe upload",
    ...both,
    fields: (_world, scope) => ({ uploadId: uploadId(scope), format: "{}" }),
    given: file("new"),
  },
  "app/(console)/data/actions.ts#checkUploadAction": {
    audit: "upload.check upload",
    ...both,
    fields: (_world, scope) => ({ uploadId: uploadId(scope), version: "1", mapping }),
    given: file("new"),
  },
  "app/(console)/data/actions.ts#runUploadAction": {
    audit: "upload.run upload",
    ...both,
    fields: (_world, scope) => ({ uploadId: uploadId(scope), version: "1" }),
    given: file("checked"),
  },
  "app/(console)/data/actions.ts#cancelUploadAction": {
    audit: "upload.stop upload",
    ...both,
    fields: (_world, scope) => ({ uploadId: uploadId(scope) }),
    given: file("running"),
  },
  "app/(console)/data/actions.ts#removeUploadAction": {
    audit: "upload.remove upload",
    ...both,
    fields: (_world, scope) => ({ uploadId: uploadId(scope) }),
    given: file("new"),
  },
  "app/(console)/data/actions.ts#saveMappingAction": {
    audit: "mapping.save mapping",
    filed: nowhere,
    scopes: ["A"],
    fields: () => ({ mapping }),
    allowed: only("coo", "administrator"),
  },
  "app/(console)/data/actions.ts#undoImportAction": {
    audit: "import.undo import",
    ...both,
    fields: (_world, scope) => ({ importId: scope === "missing" ? "900009" : IMPORT }),
    given: () => ({
      sql: `INSERT INTO import (id, target, file_name, sha256, rows, new_rows, changed_rows, same_rows, rejected_rows) VALUES ($1, 'departments', 'matrix.csv', sha256('x'), 0, 0, 0, 0, 0)`,
      values: [IMPORT],
    }),
  },
  "app/(console)/data/kpis/actions.ts#previewKpiAction": {
    audit: "none",
    scopes: PLACES,
    fields: (world, scope) => ({ kpiId: "", definition: definition(world.rows[scope].department) }),
    allowed: DEFINES,
    changes: "nothing",
    single: true,
  },
  "app/(console)/data/kpis/actions.ts#defineKpiAction": {
    audit: "kpi.define kpi",
    scopes: PLACES,
    fields: (world, scope) => ({ idempotencyKey: randomUUID(), definition: definition(world.rows[scope].department) }),
    allowed: DEFINES,
  },
  "app/(console)/data/kpis/actions.ts#changeKpiAction": {
    audit: "kpi.change kpi",
    scopes: KPI_SCOPES,
    fields: (world, scope) => ({ kpiId: world.rows[scope].kpi, version: "1", definition: definition(world.rows[scope].place) }),
    allowed: WRITES_KPI,
    given: (world, scope) => ({ sql: "UPDATE kpi SET code = $2 WHERE id = $1", values: [world.rows[scope].kpi, CODE] }),
  },
};
