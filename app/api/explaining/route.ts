import { z } from "zod";
import { id } from "@/lib/fields";
import { defineRead } from "@/lib/platform/web/route";
import { getExplaining, NOTHING_TO_EXPLAIN } from "@/lib/signals/answers/explaining";

/** What is offered to who begins to explain a signal; nothing for a signal that is not theirs to explain. */
export const GET = defineRead(z.strictObject({ signal: id.optional() }), async (viewer, { signal }) =>
  signal === undefined ? NOTHING_TO_EXPLAIN : getExplaining(viewer, signal),
);
