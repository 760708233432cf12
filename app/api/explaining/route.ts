import { z } from "zod";
import { id } from "@/lib/fields";
import { defineRead } from "@/lib/route";
import { getExplaining } from "@/lib/signals/explaining";

/** What is offered to who begins to explain a signal; nothing for a signal that is not theirs to explain. */
export const GET = defineRead(z.strictObject({ signal: id.optional() }), async (viewer, { signal }) =>
  signal === undefined ? { people: [], last: null } : getExplaining(viewer, signal),
);
