import { describe, expect, it } from "vitest";
import { Prisma } from "./generated/client";
import { inParts, TransactionFailed } from "./parts";
import type { Sql } from "./sql";

/** A transaction that behaves like PostgreSQL's: after a failed statement it only accepts a return to a savepoint. */
function transaction() {
  const sent: string[] = [];
  let [spoiled, saved] = [false, false];
  const sql: Sql = {
    query: async <Row>({ sql: text }: Prisma.Sql): Promise<Row[]> => {
      sent.push(text);
      if (text === "ROLLBACK TO SAVEPOINT part" && saved) spoiled = false;
      else if (spoiled) throw Object.assign(new Error("current transaction is aborted"), { code: "25P02" });
      else if (text === "SAVEPOINT part") saved = true;
      else if (text === "bad") {
        spoiled = true;
        throw new Error("bad");
      }
      return [];
    },
  };
  return { sql, sent };
}

const good = (sql: Sql) => sql.query(Prisma.sql`good`).then(() => "read");
const bad = (sql: Sql) => sql.query(Prisma.sql`bad`);

describe("parts of one transaction", () => {
  it("plain, they send only their own statements", async () => {
    const { sql, sent } = transaction();
    const part = inParts(sql, "plain");
    expect([await part(good), await part(good)]).toEqual(["read", "read"]);
    expect(sent).toEqual(["good", "good"]);
  });

  it("plain, a failed statement spoils the transaction, even if the part hides the error", async () => {
    await expect(inParts(transaction().sql, "plain")(bad)).rejects.toThrow(TransactionFailed);
    await expect(inParts(transaction().sql, "plain")((sql) => bad(sql).catch(() => "nothing"))).rejects.toThrow(TransactionFailed);
  });

  it("plain, a part that fails in its own code spoils nothing", async () => {
    const part = inParts(transaction().sql, "plain");
    await expect(part(() => Promise.reject(new TypeError("its own")))).rejects.toThrow(TypeError);
    await expect(
      part(() => {
        throw new TypeError("at once");
      }),
    ).rejects.toThrow(TypeError);
    expect(await part(good)).toBe("read");
  });

  it("guarded, each part fails alone and the next finds the transaction unchanged", async () => {
    const { sql, sent } = transaction();
    const part = inParts(sql, "guarded");
    expect(await part(good)).toBe("read");
    await expect(part(bad)).rejects.toThrow("bad");
    expect(await part((own) => bad(own).catch(() => "kept to itself"))).toBe("kept to itself");
    expect(await part(good)).toBe("read");
    expect(sent.filter((text) => text.startsWith("ROLLBACK"))).toHaveLength(2);
  });

  it("a part ends when its last statement has ended, whatever it waited for", async () => {
    const order: string[] = [];
    const slow: Sql = {
      query: async <Row>({ sql: text }: Prisma.Sql): Promise<Row[]> => {
        await new Promise((done) => setTimeout(done, 5));
        order.push(text);
        return [];
      },
    };
    await inParts(
      slow,
      "plain",
    )(async (own) => {
      void own.query(Prisma.sql`nobody waits for it`);
      return null;
    });
    expect(order).toEqual(["nobody waits for it"]);
  });
});
