import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type ChainState, verifyChain } from "@/lib/platform/audit/verify";
import { appendAudit } from "@/lib/platform/audit/write";
import { pool } from "@/lib/platform/db/client";
import { reading, writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { owner } from "../support/audit";

const ROWS = 60;

async function append(n: number, name = `Subject ${n}`) {
  await writing("system", (tx) =>
    appendAudit(onTx(tx), "system", {
      action: "person.change",
      subject: { type: "person", id: String(n), name },
      departmentId: null,
      before: { value: n },
      after: { value: n + 1, text: "Ünïcode \u{1F600}" },
    }),
  );
}
const verify = (): Promise<ChainState> => reading("system", (tx) => verifyChain(onTx(tx)));

beforeAll(async () => {
  for (let n = 1; n <= ROWS; n++) await append(n);
  await owner.query("create table kept_event as table audit_event");
  await owner.query("create table kept_head as table audit_head");
});
afterAll(async () => {
  await owner.end();
  await pool.end();
});

/** By somebody with every right on the database: triggers off, then on again. */
async function tamper(...statements: string[]) {
  await owner.query("alter table audit_event disable trigger user");
  for (const statement of statements) await owner.query(statement);
  await owner.query("alter table audit_event enable trigger user");
}

it("a chain written by many at once is complete, in one order without gaps", async () => {
  await Promise.all(Array.from({ length: 40 }, (_, n) => append(1000 + n)));
  expect(await verify()).toEqual({ rows: ROWS + 40, broken: null });
  await tamper(
    "delete from audit_event",
    "insert into audit_event select * from kept_event",
    "delete from audit_head",
    "insert into audit_head select * from kept_head",
  );
  expect(await verify()).toEqual({ rows: ROWS, broken: null });
});

it("rolled-back rows are not in it", async () => {
  const failed = writing("system", async (tx) => {
    await appendAudit(onTx(tx), "system", {
      action: "person.change",
      subject: { type: "person", id: "x", name: "x" },
      departmentId: null,
      before: null,
      after: null,
    });
    throw new Error("taken back");
  });
  await expect(failed).rejects.toThrow("taken back");
  expect(await verify()).toEqual({ rows: ROWS, broken: null });
});

describe("tampering is detected and located, even with every right on the database", () => {
  afterEach(() =>
    tamper(
      "delete from audit_event",
      "insert into audit_event select * from kept_event",
      "delete from audit_head",
      "insert into audit_head select * from kept_head",
    ),
  );

  it.each([1, 2, 17, 31, ROWS])("row %i edited, in each of its columns", async (row) => {
    const edits = [
      "at = at + interval '1 millisecond'",
      "actor_id = uuid_v7()",
      "actor_name = 'somebody else'",
      "action = 'person.add'",
      "subject_type = 'kpi'",
      "subject_id = 'another'",
      "subject_name = 'another'",
      "department_id = uuid_v7()",
      "before = null",
      "after = '{\"value\": 0}'",
      "request_id = 'another'",
      "previous_hash = sha256('x')",
      "hash = sha256('x')",
    ];
    for (const edit of edits) {
      await tamper(`update audit_event set ${edit} where id = ${row}`);
      const { broken } = await verify();
      expect([String(row), String(row + 1)], edit).toContain(broken?.id);
      await tamper("delete from audit_event", "insert into audit_event select * from kept_event");
    }
  });

  it.each([1, 2, 30, ROWS - 1])("row %i deleted", async (row) => {
    await tamper(`delete from audit_event where id = ${row}`);
    expect((await verify()).broken?.id).toBe(String(row + 1));
  });

  it.each([1, 5, 59])("the last %i rows removed", async (rows) => {
    await tamper(`delete from audit_event where id > ${ROWS - rows}`);
    expect((await verify()).broken).toMatchObject({ id: String(ROWS), problem: expect.stringContaining("end") });
  });

  it("everything deleted", async () => {
    await tamper("delete from audit_event");
    expect((await verify()).broken).not.toBeNull();
  });

  it("two rows swapped", async () => {
    await tamper(
      "update audit_event set id = -1 where id = 20",
      "update audit_event set id = 20 where id = 21",
      "update audit_event set id = 21 where id = -1",
    );
    expect((await verify()).broken?.id).toBe("20");
  });

  it("a row inserted in between, and one at the end", async () => {
    const copy =
      "actor_id, actor_name, action, subject_type, subject_id, subject_name, department_id, before, after, request_id, previous_hash, hash";
    await tamper(
      "update audit_event set id = id + 1000 where id > 20",
      "update audit_event set id = id - 999 where id > 1000",
      `insert into audit_event (id, at, ${copy}) select 21, at, ${copy} from audit_event where id = 20`,
    );
    expect((await verify()).broken?.id).toBe("21");
    await tamper(
      "delete from audit_event",
      "insert into audit_event select * from kept_event",
      `insert into audit_event (id, at, ${copy}) select ${ROWS + 1}, at, ${copy} from audit_event where id = ${ROWS}`,
    );
    expect((await verify()).broken).not.toBeNull();
  });

  it("a row edited with its own hash recomputed breaks the next", async () => {
    await tamper(
      "update audit_event set actor_name = 'somebody else' where id = 30",
      "update audit_event e set hash = sha256(audit_payload(e)) where id = 30",
    );
    expect((await verify()).broken?.id).toBe("31");
  });

  it("the last row edited with its hash recomputed does not fit the head", async () => {
    await tamper(
      `update audit_event set actor_name = 'x' where id = ${ROWS}`,
      `update audit_event e set hash = sha256(audit_payload(e)) where id = ${ROWS}`,
    );
    expect((await verify()).broken?.id).toBe(String(ROWS));
  });
});

describe("as the application", () => {
  const insert = `insert into audit_event (actor_name, action, subject_type, subject_id, subject_name, previous_hash, hash) values ('x', 'x', 'x', 'x', 'x', '', '')`;

  it.each([
    "update audit_event set actor_name = 'x'",
    "delete from audit_event",
    insert,
    "truncate audit_event",
    "alter table audit_event disable trigger all",
    "alter table audit_event disable row level security",
    "drop trigger append_only on audit_event",
    "drop table audit_event",
    "drop table audit_head",
    "select * from audit_head",
    "update audit_head set last_id = 0",
    "delete from audit_head",
    "set role coo_audit",
    "set session authorization coo_audit",
    "set session_replication_role = replica",
    "create or replace function audit_payload(e audit_event) returns bytea language sql as 'select null::bytea'",
    "create or replace function audit_append(p_action text, p_subject_type text, p_subject_id text, p_subject_name text, p_department_id uuid, p_before jsonb, p_after jsonb, p_request_id text) returns bigint language sql as 'select 1::bigint'",
    "alter function audit_verify() owner to current_user",
  ])("%s is refused", async (statement) => {
    const client = await pool.connect();
    try {
      await client.query("begin");
      await client.query("select set_config('app.system', 'on', true)");
      await expect(client.query(statement)).rejects.toMatchObject({ code: "42501" });
    } finally {
      await client.query("rollback");
      client.release();
    }
    expect(await verify()).toEqual({ rows: ROWS, broken: null });
  });
});
