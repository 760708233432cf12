import "server-only";
import { Prisma } from "./generated/client";
import type { Sql } from "./sql";

/** A statement failed, and PostgreSQL takes no other in the same transaction: what stood in it has to be read anew. `cause`: what failed. */
export class TransactionFailed extends Error {
  override readonly name = "TransactionFailed";
  constructor(cause: unknown) {
    super("a statement failed, and its transaction takes no other", { cause });
  }
}

/** Runs one part of a transaction and answers what it comes to. */
export type InParts = <T>(part: (sql: Sql) => Promise<T>) => Promise<T>;

/**
 * A transaction in parts, one after the other, of which one may fail. "plain" sends nothing of its own: a part of which a statement failed
 * throws TransactionFailed, even where it kept that to itself, and the transaction is over. "guarded" sets a savepoint before each part and goes
 * back to it when a statement of the part failed, so that the next finds the transaction as it was. What else a part throws is thrown.
 */
export function inParts(sql: Sql, how: "plain" | "guarded"): InParts {
  return async (part) => {
    const failures: unknown[] = [];
    const sent: Promise<unknown>[] = [];
    const own: Sql = {
      query: <Row>(statement: Prisma.Sql) => {
        const rows = sql.query<Row>(statement);
        sent.push(rows.catch((error: unknown) => failures.push(error)));
        return rows;
      },
    };
    if (how === "guarded") await sql.query(Prisma.sql`SAVEPOINT part`);
    const [outcome] = await Promise.allSettled([(async () => part(own))()]);
    await Promise.all(sent); // none of it is under way when the next part begins
    if (failures.length > 0 && how === "plain") throw new TransactionFailed(failures[0]);
    if (failures.length > 0) await sql.query(Prisma.sql`ROLLBACK TO SAVEPOINT part`);
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  };
}
