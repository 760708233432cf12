import { z } from "zod";
import { id } from "@/lib/fields";
import { defineRead } from "@/lib/platform/web/route";
import { getExplaining, NOTHING_TO_EXPLAIN } from "@/lib/signals/answers/explaining";

/** Data for the explanation form; empty for a signal the viewer may not explain. */
export const GET = defineRead(z.strictObject({ signal: id.optional() }), async (viewer, { signal }) =>
  signal === undefined ? NOTHING_TO_EXPLAIN : getExplaining(viewer, signal),
);
