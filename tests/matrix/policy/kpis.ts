import { randomUUID } from "node:crypto";
import { type ActionRow, KPI_SCOPES, KPIS, WRITES_KPI } from "./cells";

/** What is done to KPIs, by the file and the export. */
export const ACTIONS: Readonly<Record<string, ActionRow>> = {
  "app/(console)/kpis/actions.ts#recordMeasurementAction": {
    audit: "measurement.correct kpi",
    scopes: KPI_SCOPES,
    fields: (world, scope) => ({
      state: "final",
      kpiId: world.rows[scope].kpi,
      periodStart: "2014-05-01",
      value: "12.5",
      note: "",
      reason: "counted again",
      seenVersion: "1",
    }),
    allowed: { ...WRITES_KPI, memberA: ["own"] },
  },
  "app/(console)/kpis/actions.ts#setTargetAction": {
    audit: "target.set kpi",
    scopes: KPI_SCOPES,
    fields: (world, scope) => ({ kpiId: world.rows[scope].kpi, fromOn: "2014-06-01", floor: "10", ceiling: "", reason: "agreed" }),
    allowed: { coo: WRITES_KPI.coo ?? [] },
  },
  "app/(console)/kpis/actions.ts#addAnnotationAction": {
    audit: "annotation.add kpi",
    scopes: KPI_SCOPES,
    fields: (world, scope) => ({
      idempotencyKey: randomUUID(),
      kpiId: world.rows[scope].kpi,
      onDate: "2014-05-05",
      kind: "note",
      text: "a line was moved",
    }),
    allowed: WRITES_KPI,
  },
  // Personal: everybody who may read a KPI may watch it.
  "app/(console)/kpis/actions.ts#watchKpiAction": {
    audit: "kpi.watch kpi",
    scopes: KPI_SCOPES,
    fields: (world, scope) => ({ kpiId: world.rows[scope].kpi, watch: "yes" }),
    allowed: KPIS,
  },
};
