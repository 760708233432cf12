import "server-only";
import { Prisma } from "./client";

/**
 * A table, column or alias in a statement: the only text that is ever inserted into SQL. Quoted, and limited to lower-case letters, digits
 * and underscores, so that text from a mapping or a person can only ever be a name. Throws RangeError for anything else.
 */
export function identifier(name: string): Prisma.Sql {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name)) throw new RangeError(`not a name that can stand in a statement: ${JSON.stringify(name)}`);
  return Prisma.raw(`"${name}"`);
}
