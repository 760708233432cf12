import "server-only";
import { Prisma } from "./generated/client";
import type { Sql } from "./sql";

/**
 * A statement failed, and PostgreSQL accepts no others in the same transaction: everything has to be read again. `cause`: the original
 * error.
 */
export class TransactionFailed extends Error {
  override readonly name = "TransactionFailed";
  constructor(cause: unknown) {
    super("a statement failed, and its transaction takes no other", { cause });
  }
}

/** Runs one part of a transaction and returns its result. */
export type InParts = <T>(part: (sql: Sql) => Promise<T>) => Promise<T>;

/**
 * A transaction in parts, one after the other, each of which may fail. "plain" sends nothing extra: if a statement of a part failed, it
 * throws TransactionFailed, even if the part hid the error, and the transaction is over. "guarded" sets a savepoint before each part and
 * returns to it if a statement of the part failed, so that the next part finds the transaction unchanged. Other errors of a part are
 * rethrown.
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
    await Promise.all(sent); // nothing of it is still running when the next part begins
    if (failures.length > 0 && how === "plain") throw new TransactionFailed(failures[0]);
    if (failures.length > 0) await sql.query(Prisma.sql`ROLLBACK TO SAVEPOINT part`);
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  };
}
