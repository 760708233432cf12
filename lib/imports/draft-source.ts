import type { Format } from "./detect";
import type { ColumnLook } from "./look";

/** What of a file a first mapping is suggested from. */
export type UploadLookPart = { columns: readonly ColumnLook[]; format: Format };
