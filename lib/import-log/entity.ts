import "server-only";
import { Prisma } from "@/lib/platform/db/client";
import type { EntityDescription } from "@/lib/platform/entities/description";
import words from "./entity-words";

const file: EntityDescription = {
  words,
  reads: "data.read",
  search: () => ({
    // Its number is no code that anybody gave: found by it, ranked by its name alone.
    code: Prisma.sql`''`,
    name: Prisma.sql`i.file_name`,
    also: Prisma.sql`i.id::text`,
    hint: Prisma.sql`'no. ' || i.id || ', ' || to_char(i.imported_at, 'FMDD Mon YYYY') || CASE i.state WHEN 'undone' THEN ', undone' ELSE '' END`,
    id: Prisma.sql`i.id`,
    href: Prisma.sql`'/data'`,
    from: Prisma.sql`FROM import i WHERE true`,
  }),
};
export default file;
