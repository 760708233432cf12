import { PgBoss } from "pg-boss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/lib/platform/db/client";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import { JOBS_SCHEMA, QUEUES } from "@/lib/platform/jobs/policy";
import { getBackgroundWork } from "@/lib/platform/jobs/queries";
import { owner } from "../support/audit";
import { type Company, makeCompany } from "../support/factories";

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});
afterAll(async () => {
  await owner.end();
  await pool.end();
});

const jobs = async (name: string) => (await owner.query("select * from jobs.job where name = $1 order by created_on, id", [name])).rows;
const test = (personId: string) => ({ kind: "test", personId }) as const;

describe("the queue and the application's role", () => {
  it("may use the rows, and create, change or drop nothing", async () => {
    for (const statement of [
      "create table jobs.mine (id int)",
      "create function jobs.mine() returns int language sql as 'select 1'",
      "drop table jobs.job",
      "alter table jobs.queue add column mine int",
      "truncate jobs.job",
      "delete from jobs.queue",
      "update jobs.queue_stats set name = 'x'",
      'select jobs.create_queue(\'mine\', \'{"policy":"standard","partition":true}\')',
    ])
      await expect(pool.query(statement), statement).rejects.toMatchObject({ code: "42501" });
  });

  it("has every queue of the policy, and creating them again changes nothing", async () => {
    const { rows } = await pool.query(
      "select name, retry_limit, heartbeat_seconds, dead_letter from jobs.queue where dead_letter is not null order by name",
    );
    expect(rows).toEqual(
      Object.keys(QUEUES)
        .sort()
        .map((name) => ({ name, retry_limit: 4, heartbeat_seconds: 20, dead_letter: "dead" })),
    );
  });
});

describe("a job is queued in its transaction", () => {
  it("if that rolls back, it never existed; if it commits, it does", async () => {
    const put = writing("system", async (tx) => {
      expect(await enqueue(onTx(tx), "mail", test(company.coo.personId))).toMatch(/^[0-9a-f-]{36}$/);
      throw new Error("changed my mind");
    });
    await expect(put).rejects.toThrow("changed my mind");
    expect(await jobs("mail")).toEqual([]);
    await writing(company.coo, (tx) => enqueue(onTx(tx), "mail", test(company.coo.personId)));
    expect(await jobs("mail")).toHaveLength(1);
  });

  it("in the same form as the library's own", async () => {
    const boss = new PgBoss({
      connectionString: process.env.DATABASE_URL ?? "",
      schema: JOBS_SCHEMA,
      migrate: false,
      supervise: false,
      schedule: false,
    });
    await boss.start();
    const at = new Date(Date.now() + 3_600_000);
    const keys = { singletonKey: "once", singletonSeconds: 900 };
    await boss.send("import", { a: 1 }, { startAfter: at, ...keys });
    await boss.stop({ graceful: false });
    await owner.query("update jobs.job set singleton_key = 'theirs' where name = 'import'");
    await writing("system", (tx) =>
      enqueue(
        onTx(tx),
        "import",
        { uploadId: company.a.id, viewerId: company.b.id },
        { startAfter: at, idempotencyKey: { key: "once", perSeconds: 900 } },
      ),
    );
    const [theirs, ours] = await jobs("import");
    const told = ({ id: _, data: __, created_on: ___, singleton_key: ____, ...row }: Record<string, unknown>) => row;
    expect(told(ours)).toEqual(told(theirs));
    expect(ours.singleton_key).toBe("once");
    await owner.query("delete from jobs.job");
  });

  it("with a key, 50 at once are one", async () => {
    const key = { idempotencyKey: { key: "same", perSeconds: 86_400 } };
    const put = () => writing("system", (tx) => enqueue(onTx(tx), "mail", test(company.coo.personId), key));
    const ids = await Promise.all(Array.from({ length: 50 }, put));
    expect(ids.filter((id) => id !== null)).toHaveLength(1);
    await owner.query("delete from jobs.job");
  });
});

describe("state of the background work", () => {
  it.each(["coo", "executive", "leadA", "memberA", "viewerA"] as const)("%s is not shown it", async (role) => {
    expect(await getBackgroundWork(company[role])).toBeNull();
  });
  it("an administrator is: nothing yet, then what waits", async () => {
    expect(await getBackgroundWork(company.administrator)).toMatchObject({ overdue: null });
    await writing("system", (tx) => enqueue(onTx(tx), "sweep", {}));
    const work = await getBackgroundWork(company.administrator);
    expect(work?.queues.find((queue) => queue.name === "sweep")).toMatchObject({ waiting: 1, running: 0, dead: 0, lastDone: null });
    expect(work?.overdue).toBeGreaterThanOrEqual(0);
  });
});
