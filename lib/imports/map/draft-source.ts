import type { Format } from "@/lib/tables/read/detect";
import type { ColumnLook } from "./look";

/** What of a file a first mapping is suggested from. `repeatedRows`: of those looked at, how many say exactly what an earlier one says. */
export type UploadLookPart = { columns: readonly ColumnLook[]; format: Format; repeatedRows?: number };
