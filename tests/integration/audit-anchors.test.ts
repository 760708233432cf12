import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { getChainState } from "@/lib/audit-log/queries";
import { appendAudit } from "@/lib/platform/audit/write";
import { pool } from "@/lib/platform/db/client";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { TYPESCRIPT_FLAGS } from "../../scripts/ts-run.mjs";
import { owner } from "../support/audit";
import { makeCompany } from "../support/factories";
import { endWorkers, startWorker, until } from "../support/worker-child";

// Before lib/env is read.
const { dir, file } = vi.hoisted(() => {
  const { mkdtempSync } = process.getBuiltinModule("node:fs");
  const made = mkdtempSync(`${process.getBuiltinModule("node:os").tmpdir()}/coo-anchors-`);
  const anchors = `${made}/audit-anchors.jsonl`;
  process.env.AUDIT_ANCHORS = anchors;
  return { dir: made, file: anchors };
});
const lines = () => (fs.existsSync(file) ? fs.readFileSync(file, "utf8").trimEnd().split("\n") : []);

async function append(count: number, name = "Subject") {
  for (let n = 1; n <= count; n++)
    await writing("system", (tx) =>
      appendAudit(onTx(tx), "system", {
        action: "person.change",
        subject: { type: "person", id: String(n), name: `${name} ${n}` },
        departmentId: null,
        before: null,
        after: { value: n },
      }),
    );
}

/** By somebody with every right on the database: the chain stays consistent, including its head. */
async function rewrite(...statements: string[]) {
  await owner.query("begin");
  await owner.query("set local role coo_audit");
  await owner.query("alter table audit_event disable trigger user");
  for (const statement of statements) await owner.query(statement);
  await owner.query("alter table audit_event enable trigger user");
  await owner.query("commit");
}
const RESET_HEAD = "update audit_head set (last_id, hash) = (select id, hash from audit_event order by id desc limit 1)";

function verify(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...TYPESCRIPT_FLAGS, "scripts/audit-verify.ts", ...args], {
    env: { ...process.env, AUDIT_ANCHORS: file },
    encoding: "utf8",
  });
  return { status, said: stdout + stderr };
}

/** The output of a worker that is started and asked to stop. */
async function anchor() {
  const before = lines().length;
  const worker = startWorker({ AUDIT_ANCHORS: file });
  await worker.ready;
  await until("the job is done", 30, () => /"job":"anchor"[^\n]*"job done"/.test(worker.output()));
  worker.kill("SIGTERM");
  await worker.ended;
  return { output: worker.output(), added: lines().length - before };
}

beforeAll(async () => {
  await append(40);
  await owner.query("create table kept_event as table audit_event");
  await owner.query("create table kept_head as table audit_head");
  await owner.query("grant select on kept_event, kept_head to coo_audit");
});
afterAll(async () => {
  endWorkers();
  await owner.end();
  await pool.end();
  fs.rmSync(dir, { recursive: true, force: true });
});
const putBack = () =>
  rewrite(
    "delete from audit_event",
    "insert into audit_event select * from kept_event",
    "update audit_head h set (last_id, hash) = (select k.last_id, k.hash from kept_head k)",
  );

it("without anchors the check says so, and succeeds", () => {
  const { status, said } = verify();
  expect(said).toMatch(/unbroken/);
  expect(said).toMatch(/no anchors/i);
  expect(status).toBe(0);
  expect(verify("--anchors", path.join(dir, "elsewhere")).status).toBe(1); // named explicitly, the file must exist
});

it("a worker anchors the head in its log and in a file readable only by its owner, and repeats nothing", async () => {
  const { output, added } = await anchor();
  expect(added).toBe(1);
  const head = (await owner.query("select encode(hash, 'hex') as hash from kept_head")).rows[0].hash;
  expect(JSON.parse(lines()[0] ?? "")).toMatchObject({ id: "40", hash: head });
  expect(output).toMatch(new RegExp(`"anchor":\\{"id":"40","hash":"${head}"[^\\n]*"audit anchor"`));
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  expect((await anchor()).added).toBe(0);
  const { status, said } = verify();
  expect(said).toMatch(/1 anchor/);
  expect(status).toBe(0);
  expect((await owner.query("select cron from jobs.schedule where name = 'anchor'")).rows).toEqual([
    { cron: expect.stringMatching(/^\d+ \* \* \* \*$/) },
  ]);
});

it("a truncated chain with a reset head is detected", async () => {
  await rewrite("delete from audit_event where id > 30", RESET_HEAD);
  const { status, said } = verify();
  expect(said).toMatch(/BROKEN at row 40: it was there on .* rows at the end were cut off/);
  expect(status).toBe(1);
  expect(await getChainState((await makeCompany()).administrator)).toMatchObject({ broken: { id: "40" } });
});

it("it is detected even after new rows have been added in its place", async () => {
  await append(15, "Another");
  const { status, said } = verify();
  expect(said).toMatch(/BROKEN at row 40: .* rewritten since/);
  expect(status).toBe(1);
  await putBack();
  expect(verify().status).toBe(0);
});

it("a copy of the anchors kept elsewhere is used if the original was removed", async () => {
  const copy = path.join(dir, "copy.jsonl");
  fs.renameSync(file, copy);
  await rewrite("delete from audit_event where id > 30", RESET_HEAD);
  expect(verify().status).toBe(0);
  expect(verify("--anchors", copy)).toMatchObject({ status: 1, said: expect.stringMatching(/BROKEN at row 40/) });
  await putBack();
  fs.renameSync(copy, file);
});

it("a damaged line is reported, and the others count; an anchor after a cut-off line is complete", async () => {
  fs.appendFileSync(file, '{"id":"41","ha');
  await append(1);
  expect((await anchor()).added).toBe(1);
  const { status, said } = verify();
  expect(said).toMatch(/line 2 of .* is damaged/);
  expect(said).toMatch(/2 anchors/);
  expect(status).toBe(0);
});
