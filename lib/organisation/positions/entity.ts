import "server-only";
import { Prisma } from "@/lib/platform/db/client";
import type { EntityDescription } from "@/lib/platform/entities/description";
import { holders, superiors } from "../choices";
import words from "./entity-words";
import { importedPositions } from "./files/import";

const position: EntityDescription = {
  words,
  reads: "grant.read",
  imported: () => importedPositions,
  held: [
    {
      ...{ in: "department", name: "positions", place: 6, one: "open position", many: "open positions" },
      from: (id) => Prisma.sql`FROM position s WHERE s.department_id = ${id} AND s.archived_at IS NULL`,
    },
    {
      ...{ in: "position", name: "reports", place: 2, one: "position that reports to it", many: "positions that report to it" },
      from: (id) => Prisma.sql`FROM position s WHERE s.reports_to_id = ${id} AND s.archived_at IS NULL`,
    },
  ],
  /** people who can hold one; positions it can report to */
  choices: { holders, superiors },
};
export default position;
