import "server-only";
import { Prisma } from "@/lib/platform/db/client";
import type { EntityDescription } from "@/lib/platform/entities/description";
import words from "./entity-words";

const recordKind: EntityDescription = {
  words,
  reads: "data.read",
  search: () => ({
    code: Prisma.sql`r.code`,
    name: Prisma.sql`r.name`,
    hint: Prisma.sql`'records'`,
    id: Prisma.sql`r.id`,
    href: Prisma.sql`'/data'`,
    from: Prisma.sql`FROM record_kind r WHERE true`,
  }),
};
export default recordKind;
