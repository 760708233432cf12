import "server-only";
import type { PoolClient } from "pg";
import { Prisma, type Tx } from "./client";

/** Runs one statement of set-based SQL in a transaction of any kind. Values are always parameters. */
export type Sql = { query<Row = unknown>(statement: Prisma.Sql): Promise<Row[]> };

/** Over a Prisma transaction (`reading`, `writing`). */
export const onTx = (tx: Tx): Sql => ({ query: <Row>(statement: Prisma.Sql) => tx.$queryRaw<Row[]>(statement) });

/** Over a bare connection (`bulkWriting`). numeric and bigint arrive as strings, date and timestamptz as Date. */
export const onClient = (client: PoolClient): Sql => ({
  query: async <Row>(statement: Prisma.Sql) => (await client.query({ text: statement.text, values: statement.values })).rows as Row[],
});

/** The rows of a statement as one JSON array, so that several short lists need only one round trip. */
export const rowsOf = (rows: Prisma.Sql): Prisma.Sql => Prisma.sql`(SELECT coalesce(json_agg(r), '[]') FROM (${rows}) AS r)`;
