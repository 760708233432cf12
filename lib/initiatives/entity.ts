import "server-only";
import { Prisma } from "@/lib/platform/db/client";
import type { EntityDescription } from "@/lib/platform/entities/description";
import { INITIATIVE, type OpenedInitiative } from "./commands/open-initiative";
import words from "./entity-words";

const initiative: EntityDescription<OpenedInitiative> = {
  words,
  reads: "initiative.read",
  commands: INITIATIVE,
  named: (id) => Prisma.sql`(SELECT e.code || ' ' || e.title FROM initiative e WHERE e.id = ${id})`,
  comments: true,
};
export default initiative;
