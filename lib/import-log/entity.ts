import "server-only";
import { Prisma } from "@/lib/platform/db/client";
import type { EntityDescription } from "@/lib/platform/entities/description";
import words from "./entity-words";

const file: EntityDescription = {
  words,
  reads: "data.read",
  search: () => ({
    code: Prisma.sql`i.id::text`,
    name: Prisma.sql`i.file_name`,
    hint: Prisma.sql`to_char(i.imported_at, 'FMDD Mon YYYY') || CASE i.state WHEN 'undone' THEN ', undone' ELSE '' END`,
    id: Prisma.sql`i.id`,
    href: Prisma.sql`'/data'`,
    from: Prisma.sql`FROM import i WHERE true`,
  }),
};
export default file;
