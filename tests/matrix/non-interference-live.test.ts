import type pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { smtpSink } from "../support/smtp-sink";
import { endWorkers, until } from "../support/worker-child";
import { hear } from "./hearing";
import type { Scope } from "./names";
import { changeOtherDepartment } from "./other-department";
import { app, call, openOwner, rowOf, world } from "./play";
import { ACTIONS, PARTS } from "./policy";
import { differences, everything, OF_A } from "./received";
import { restore } from "./state";
import { workerRound } from "./worker-round";

// The same with realistic changes to B: by its people through the screens and by the background worker, which reports late values and sends
// digests, while people of A have a page open.
let owner: pg.Client;
let sink: Awaited<ReturnType<typeof smtpSink>>;
beforeAll(async () => {
  owner = await openOwner();
  sink = await smtpSink();
});
afterAll(async () => {
  endWorkers();
  await sink.close();
  await restore(owner);
  await owner.end();
});

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const WORK = /^app\/\(console\)\/(?:kpis|signals|initiatives|decisions|comments|my-numbers)\//;

/** A has one of everything: a late KPI of a source that B also waits for, signals to answer, notices of both. */
async function prepare() {
  const { leadA, viewerA, coo } = world.people;
  // A formula of A over a KPI of B depends on it by definition, so there is none here.
  await owner.query("DELETE FROM formula_input WHERE output_id = $1 AND input_id = $2", [world.formulaA, world.rows.B.kpi]);
  await owner.query("UPDATE kpi SET formula = '[K_A] * 2' WHERE id = $1", [world.formulaA]);
  await owner.query("UPDATE kpi_summary SET late_from = '2014-06-01' WHERE kpi_id = $1", [world.recordsA]);
  await owner.query("UPDATE signal SET owner_id = $1, answer_by = '2014-06-04T16:00:00Z' WHERE department_id = $2", [
    leadA,
    world.departments.A,
  ]);
  for (const person of [leadA, viewerA])
    for (const rows of [world.rows.A, world.rows.B])
      await owner.query(
        "INSERT INTO notification (person_id, kind, at, actor_id, subject_type, subject_id) VALUES ($1, 'signal-watched', '2014-06-01T09:00:00Z', $2, 'signal', $3)",
        [person, coo, rows.signal],
      );
}

/** Does everything possible to rows of B, by its lead or otherwise the COO. Returns what was refused. */
async function workInB(): Promise<{ done: number; refused: string[] }> {
  let done = 0;
  const refused: string[] = [];
  for (const [name, row] of Object.entries(ACTIONS).filter(([action]) => WORK.test(action)))
    for (const scope of (["B", "B1"] as const).filter((one) => row.scopes.includes(one))) {
      // Nobody accepts their own explanation, so the COO does.
      let said = "";
      for (const who of (["leadB", "coo"] as const).filter((one) => row.allowed[one]?.includes(scope))) {
        await asItWas(scope);
        const given = row.given?.(world, scope, who);
        if (given) await owner.query(given.sql, given.values);
        const answer = await call(name, who, scope);
        const ok = answer.headers["x-action-redirect"] !== undefined || answer.state?.status === "ok";
        said = ok ? "" : `${name} ${scope}: ${answer.status} ${JSON.stringify(answer.state)}`;
        if (!ok) continue;
        done += 1;
        break;
      }
      if (said !== "") refused.push(said);
    }
  return { done, refused };
}

/** Makes everything in B late, two of its KPIs for lack of records that A waits for as well. */
async function lateInB() {
  const departments = [world.departments.B, world.departments.B1];
  const own = "(SELECT id FROM kpi WHERE department_id = ANY ($1) AND NOT company_wide)";
  await owner.query("UPDATE kpi SET source = 'imported', record_kind_id = (SELECT record_kind_id FROM kpi WHERE id = $2) WHERE id = $1", [
    world.rows.B.kpi,
    world.recordsB,
  ]);
  await owner.query("DELETE FROM signal WHERE kind = 'late' AND department_id = ANY ($1)", [departments]);
  await owner.query(`UPDATE kpi_summary SET late_from = '2014-05-20' WHERE kpi_id IN ${own}`, [departments]);
}

/** Each action expects the row at its first version, open. */
async function asItWas(scope: Scope) {
  const { signal, initiative, milestone, action, kpi } = world.rows[scope];
  await owner.query("UPDATE signal SET version = 1, state = 'open', closed_at = NULL WHERE id = $1", [signal]);
  await owner.query("UPDATE initiative SET version = 1, stage = 'active', closed_on = NULL WHERE id = $1", [initiative]);
  await owner.query("UPDATE milestone SET version = 1, done_on = NULL WHERE id = $1", [milestone]);
  for (const { sql, values } of PARTS.flatMap((part) => part.asItWas?.(world, scope) ?? [])) await owner.query(sql, values);
  await owner.query("UPDATE action SET version = 1, done_on = NULL WHERE id = $1", [action]);
  await owner.query("DELETE FROM measurement WHERE kpi_id = $1 AND period_start = '2014-05-01'", [kpi]);
  await owner.query(
    "INSERT INTO measurement (kpi_id, period_start, state, reason, recorded_at) VALUES ($1, '2014-05-01', 'missing', 'none', '2014-06-01')",
    [kpi],
  );
}

it("screens, files, live updates and digests of A stay the same while B is worked on, is late, and is changed from top to bottom", async () => {
  await prepare();
  await workerRound(owner, sink); // A's own late value has its signal before
  await everything({ files: false });
  const mailed = await workerRound(owner, sink);
  const before = await everything();
  expect(mailed.mails.viewerA).toContain("Notifications (1)");
  expect(mailed.mails.leadA).toContain("Signals to answer");

  const tabs = { viewerA: hear(app, world.cookies.viewerA), leadA: hear(app, world.cookies.leadA), leadB: hear(app, world.cookies.leadB) };
  await until("they listen", 10, () => Object.values(tabs).every((tab) => tab.listening()));
  await pause(2_000);
  for (const tab of Object.values(tabs)) tab.clear();

  const { done, refused } = await workInB();
  expect(refused).toEqual([]);
  expect(done).toBeGreaterThan(40);
  await until("their colleague in B hears of it", 20, () => tabs.leadB.changed());
  await pause(1_500);
  for (const who of OF_A) expect(tabs[who].said(), `live updates of ${who} while B is worked on`).toBe("");
  await changeOtherDepartment(owner, world);
  await lateInB();
  tabs.leadB.clear();
  const after = await workerRound(owner, sink);
  await until("and of what is late there", 20, () => tabs.leadB.changed());
  await pause(1_500);

  const { rows } = await owner.query<{ at: string }>(
    "SELECT department_id::text AS at FROM signal WHERE kind = 'source' AND state <> 'closed' ORDER BY 1",
  );
  expect(rows.map(({ at }) => at).sort(), "B and the company have a signal of the source that A waits for as well").toEqual(
    [world.departments.B, world.root].sort(),
  );
  for (const who of OF_A) {
    expect(after.mails[who], `digest of ${who}`).toBe(mailed.mails[who]);
    expect(tabs[who].said(), `live updates of ${who} while the clock looks at B`).toBe("");
  }
  expect(differences(before, await everything())).toEqual([]);

  // A check of the test: one annotation in A reaches both.
  const annotate = "app/(console)/kpis/actions.ts#addAnnotationAction";
  expect(rowOf(annotate).allowed.leadA).toContain("A");
  expect((await call(annotate, "leadA", "A")).state?.status).toBe("ok");
  await until("those of A hear of what is theirs", 20, () => OF_A.every((who) => tabs[who].changed()));
  for (const tab of Object.values(tabs)) tab.close();
}, 480_000);
