import "server-only";
import { Prisma } from "./client";

/**
 * A table, column or alias inside a statement: the only text that ever becomes SQL. Quoted, and only lower-case letters, digits and
 * underscores, so that nothing a mapping or a person wrote can be more than a name. Throws RangeError for anything else.
 */
export function identifier(name: string): Prisma.Sql {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name)) throw new RangeError(`not a name that can stand in a statement: ${JSON.stringify(name)}`);
  return Prisma.raw(`"${name}"`);
}
