import { z } from "zod";
import { getMyNumbers } from "@/lib/kpis/queries/my-numbers";
import { defineRead } from "@/lib/platform/web/route";

/** The grid again, for a page that has been open for a while. */
export const GET = defineRead(z.strictObject({}), async (viewer) => (await getMyNumbers(viewer)).due);
