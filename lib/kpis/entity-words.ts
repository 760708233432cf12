import type { EntityWords } from "@/lib/platform/entities/words";
import { importWords } from "./files/import-words";

const words: EntityWords = {
  type: "kpi",
  one: "KPI",
  many: "KPIs",
  found: 1,
  hrefOf: (id) => `/kpis/${id}`,
  audit: {
    "kpi.define": "defined a KPI",
    "kpi.change": "changed a KPI",
    "kpi.watch": "changed what they watch",
    "measurement.record": "recorded a value",
    "measurement.correct": "corrected a value",
    "target.set": "set a target",
    "annotation.add": "annotated",
  },
  imported: importWords,
};
export default words;
