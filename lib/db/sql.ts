import "server-only";
import type { PoolClient } from "pg";
import type { Prisma, Tx } from "./client";

/** Runs one statement of set-based SQL inside a transaction, whoever opened it. Values are always parameters. */
export type Sql = { query<Row = unknown>(statement: Prisma.Sql): Promise<Row[]> };

/** Over a Prisma transaction (`reading`, `writing`). */
export const onTx = (tx: Tx): Sql => ({ query: <Row>(statement: Prisma.Sql) => tx.$queryRaw<Row[]>(statement) });

/** Over a bare connection (`bulkWriting`). numeric and bigint arrive as strings, date and timestamptz as Date. */
export const onClient = (client: PoolClient): Sql => ({
  query: async <Row>(statement: Prisma.Sql) => (await client.query({ text: statement.text, values: statement.values })).rows as Row[],
});
