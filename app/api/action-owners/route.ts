import { z } from "zod";
import { listActionOwners } from "@/lib/comments/queries";
import { id } from "@/lib/fields";
import { defineRead } from "@/lib/platform/web/route";

/** Who can be given an action of a department, once somebody asks to give one. */
export const GET = defineRead(z.strictObject({ departmentId: id.optional() }), (viewer, { departmentId }) =>
  listActionOwners(viewer, departmentId ?? null),
);
