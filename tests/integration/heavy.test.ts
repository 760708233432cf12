import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { exportFile } from "@/lib/exports/commands";
import { ExportInput } from "@/lib/exports/schema";
import { previewKpi } from "@/lib/kpis/definition/preview";
import { KpiDefinition } from "@/lib/kpis/definition/schema";
import { auditingDenial } from "@/lib/platform/audit/denial";
import { viewerOf } from "@/lib/platform/auth/load-viewer";
import { readWhileAllowed, sentWhileAllowed, watchOf } from "@/lib/platform/auth/while-allowed";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { reading, writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { cancelledBy } from "@/lib/platform/db/waiting/cancel";
import { oneMore } from "@/lib/platform/web/one-more";
import { heavy, heavyCount } from "@/lib/platform/work/heavy";
import { owner } from "../support/audit";
import { type Company, makeCompany, makeViewerOf } from "../support/factories";
import { getArea } from "../support/pages";

let company: Company;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

beforeAll(async () => {
  company = await makeCompany();
  // A KPI whose definition takes as long as GATE is locked, wherever it is created.
  await owner.query(`
    CREATE FUNCTION slow_kpi() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock_shared(${GATE}); RETURN NEW; END $$;
    CREATE TRIGGER slow_kpi BEFORE INSERT ON kpi FOR EACH ROW WHEN (NEW.name = 'Slow') EXECUTE FUNCTION slow_kpi()`);
});
afterAll(async () => {
  await owner.query("DROP TRIGGER slow_kpi ON kpi; DROP FUNCTION slow_kpi");
  await owner.end();
});

const GATE = 4711;
const waiting = async (on: "PgSleep" | "advisory"): Promise<number> =>
  (
    await owner.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event = $1",
      [on],
    )
  ).rows[0]?.n ?? 0;

let codes = 0;
const slow = (departmentId: string) => ({
  kpiId: "",
  definition: KpiDefinition.parse({
    code: `SLOW-${++codes}`,
    name: "Slow",
    description: "",
    departmentId,
    positionId: null,
    areas: ["operations"],
    unit: "pieces",
    frequency: "month",
    aggregation: "sum",
    direction: "higher",
    companyWide: false,
    dueDays: 3,
    dueWorkingDays: true,
    chart: "xmr",
    minimum: null,
    maximum: null,
    source: "manual",
    recordKind: null,
    measure: null,
    formula: null,
    floor: null,
    ceiling: null,
  }),
});

/** The maximum running at once: all are started behind the closed gate, which opens half a second after the first has arrived. */
async function mostAtOnce<T>(start: () => Promise<T>[]): Promise<{ most: number; ended: PromiseSettledResult<T>[] }> {
  await owner.query("SELECT pg_advisory_lock($1)", [GATE]);
  const all = Promise.allSettled(start());
  let most = 0;
  for (let looks = 0; looks < 600 && most === 0; looks++) {
    await pause(20);
    most = await waiting("advisory");
  }
  for (let looks = 0; looks < 25; looks++) {
    await pause(20);
    most = Math.max(most, await waiting("advisory"));
  }
  await owner.query("SELECT pg_advisory_unlock($1)", [GATE]);
  return { most, ended: await all };
}
const codesOf = (ended: PromiseSettledResult<unknown>[]) =>
  ended.map((one) => (one.status === "fulfilled" ? "ok" : one.reason instanceof AppError ? one.reason.code : String(one.reason)));

describe("heavy work", () => {
  it("of one person's twelve previews one runs at a time, the newest is answered, and others find a connection", async () => {
    let pages: Promise<unknown>[] = [];
    const { most, ended } = await mostAtOnce(() => {
      const work = Array.from({ length: 12 }, () => previewKpi(company.leadA, slow(company.a.id)));
      pages = Array.from({ length: 12 }, () => getArea(company.leadB, "operations"));
      return work;
    });
    expect(most).toBe(1);
    expect(codesOf(ended)).toEqual([...Array(11).fill("TOO_MANY"), "ok"]);
    expect(codesOf(await Promise.allSettled(pages))).toEqual(Array(12).fill("ok"));
    expect(await owner.query("SELECT 1 FROM kpi WHERE name = 'Slow'")).toMatchObject({ rowCount: 0 });
  });

  it("only a limited number is computed at a time, and every person gets an answer in turn", async () => {
    const leads = await Promise.all(
      Array.from({ length: 9 }, (_, i) => makeViewerOf({ name: `Lead ${i}`, grants: [{ role: "lead", departmentId: company.a.id }] })),
    );
    const { most, ended } = await mostAtOnce(() => leads.map((lead) => previewKpi(lead, slow(company.a.id))));
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(3);
    expect(codesOf(ended)).toEqual(Array(9).fill("ok"));
    expect(heavyCount()).toEqual({ underWay: 0, waiting: 0 });
  });

  it("work that takes too long is ended in the database too, with its sentence", async () => {
    const work = heavy(
      company.leadA,
      "preview",
      (signal) => writing(company.leadA, (tx) => cancelledBy(onTx(tx), signal, () => tx.$queryRaw`SELECT pg_sleep(12)::text`)),
      { limit: { ms: 300, sentence: "It takes too long." } },
    );
    await expect(work).rejects.toMatchObject({ code: "UNAVAILABLE", message: "It takes too long." });
    expect(await waiting("PgSleep")).toBe(0);
  });

  it("the end does not affect what the connection does afterwards", async () => {
    for (let n = 0; n < 20; n++) {
      const ending = new AbortController();
      setTimeout(() => ending.abort(new AppError("TOO_MANY", "ended")), n);
      await writing(company.leadA, (tx) => cancelledBy(onTx(tx), ending.signal, () => tx.$queryRaw`SELECT pg_sleep(0.01)::text`)).catch(
        () => {},
      );
      await reading(company.leadA, (tx) => tx.$queryRaw`SELECT pg_sleep(0.001)::text`);
    }
  });

  it("pages that look back are queued, and beyond the queue's limit they are refused in a sentence", async () => {
    const asked = Array.from({ length: 14 }, () => getArea(company.executive, "operations", { asOf: "2014-05-05" }));
    const answers = codesOf(await Promise.allSettled(asked));
    expect(answers.filter((code) => code === "ok")).toHaveLength(9); // one running, eight waiting
    expect(answers.filter((code) => code === "TOO_MANY")).toHaveLength(5);
  });
});

describe("exported files", () => {
  const asked = ExportInput.parse({ what: "kpis" });
  const entries = async ({ personId }: Viewer) =>
    (await owner.query("SELECT 1 FROM audit_event WHERE action = 'data.export' AND actor_id = $1", [personId])).rowCount;

  it("are limited to two at a time per person, and a place is released however one ends", async () => {
    const take = async () => (await exportFile(company.coo, asked)).open();
    const [first, second] = [await take(), await take()];
    await expect(take()).rejects.toMatchObject({ code: "TOO_MANY" });
    expect(await (await (await exportFile(company.executive, asked)).open()).cancel()).toBeUndefined();
    await first.cancel();
    const third = await take();
    await expect(take()).rejects.toMatchObject({ code: "TOO_MANY" });
    await new Response(second).text();
    await (await take()).cancel();
    await third.cancel();
    expect(await entries(company.coo)).toBe(4);
  });

  it("a HEAD request writes no audit entry, and counts", async () => {
    const before = await entries(company.leadB);
    const answers = codesOf(await Promise.allSettled(Array.from({ length: 8 }, () => exportFile(company.leadB, asked))));
    expect(answers).toEqual(Array(8).fill("ok"));
    expect(await entries(company.leadB)).toBe(before);
    const refused = [];
    for (let n = 0; n < 52; n++) refused.push(...codesOf(await Promise.allSettled([exportFile(company.leadB, asked)])));
    expect(refused).toEqual(Array(52).fill("ok"));
    // Refused after a moment, so that a program that asks again after each answer does not take the server from others.
    const from = Date.now();
    const more = codesOf(await Promise.allSettled(Array.from({ length: 8 }, () => exportFile(company.leadB, asked))));
    expect(more.filter((code) => code === "TOO_MANY").length).toBeGreaterThan(0);
    expect(Date.now() - from).toBeGreaterThanOrEqual(990);
  });
});

describe("work that continues after its request was let in", () => {
  const pieces = async function* () {
    for (let n = 0; n < 40; n++) {
      await pause(5);
      yield new Uint8Array([n]);
    }
  };
  const again = (person: { personId: string }) => () => viewerOf(person.personId);

  it.each([
    ["the account is disabled", "UPDATE account SET disabled_at = now() WHERE person_id = $1"],
    ["a right is taken", "UPDATE access_grant SET ended_at = now() WHERE person_id = $1"],
  ])("ends when %s", async (_, sql) => {
    const viewer = await makeViewerOf({ name: "Somebody", grants: [{ role: "lead", departmentId: company.a.id }] });
    const check = watchOf(viewer, again(viewer), 10);
    let read = 0;
    const up = (async () => {
      for await (const _ of readWhileAllowed(pieces(), check)) if (++read === 3) await owner.query(sql, [viewer.personId]);
    })();
    await expect(up).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    expect(read).toBeLessThan(40);
    const cancelled: unknown[] = [];
    const body = new ReadableStream<Uint8Array>({ pull: (c) => c.enqueue(new Uint8Array(9)), cancel: (why) => void cancelled.push(why) });
    await expect(new Response(sentWhileAllowed(body, watchOf(viewer, again(viewer), 0))).text()).rejects.toThrow();
    expect(cancelled).toHaveLength(1);
  });

  it("continues while allowed, checks only once in a while, and tolerates a database that briefly does not answer", async () => {
    let asked = 0;
    const check = watchOf(
      company.leadA,
      async () => {
        asked += 1;
        if (asked % 3 !== 0) throw new AppError("UNAVAILABLE", "away");
        return company.leadA;
      },
      20,
    );
    let read = 0;
    for await (const _ of readWhileAllowed(pieces(), check)) read += 1;
    expect(read).toBe(40);
    expect(asked).toBeGreaterThan(1);
    expect(asked).toBeLessThan(40);
    const never = watchOf(company.leadA, () => Promise.reject(new AppError("UNAVAILABLE", "away")), 0);
    await expect(
      (async () => {
        for (let n = 0; n < 9; n++) await never();
      })(),
    ).rejects.toThrow("away");
  });
});

describe("rows of the audit log", () => {
  it("a loop of refused requests writes a limited number, and the last one gives the count", async () => {
    const viewer = await makeViewerOf({ name: "Looper", grants: [{ role: "viewer", departmentId: company.a.id }] });
    const refuse = () =>
      auditingDenial(viewer, () => Promise.reject(new AppError("FORBIDDEN", "Your role does not allow this here."))).catch(() => {});
    const noted = async () =>
      (
        await owner.query<{ times: number }>(
          "SELECT coalesce((after->>'times')::int, 1) AS times FROM audit_event WHERE action = 'access.denied' AND actor_id = $1 ORDER BY id",
          [viewer.personId],
        )
      ).rows.map(({ times }) => times);
    const from = Date.now();
    for (let n = 0; n < 1_040; n++) await refuse();
    const rows = await noted();
    expect(rows.length).toBeGreaterThanOrEqual(1_000);
    expect(rows.length).toBeLessThanOrEqual(1_001 + Math.ceil((Date.now() - from) / 1_000));
    if (rows.length < 1_040) {
      await pause(1_100);
      await refuse();
      expect((await noted()).reduce((sum, times) => sum + times, 0)).toBe(1_041);
    }
  });

  it("one person's changes are limited in rate", () => {
    const refused = [];
    for (let n = 0; n < 1_300; n++)
      try {
        oneMore(company.memberA);
      } catch (error) {
        refused.push(error);
      }
    expect(refused.length).toBeGreaterThan(200);
    expect(refused[0]).toMatchObject({ code: "TOO_MANY" });
    expect(() => oneMore(company.memberB)).not.toThrow();
  });
});

describe("previews", () => {
  it("one person's previews begin at a rate: what comes too early waits, and what would wait too long is refused", {
    timeout: 30_000,
  }, async () => {
    const refused: string[] = [];
    let begun = 0;
    const ask = (who: Viewer) =>
      heavy(who, "preview", async () => void begun++, { replaces: true }).catch((error: AppError) => void refused.push(error.message));
    const loud = await makeViewerOf({ name: "Loud", grants: [{ role: "viewer", departmentId: company.a.id }] });
    const from = Date.now();
    for (let n = 0; n < 45; n++) void ask(loud);
    await ask(company.memberB);
    expect(begun).toBe(2); // somebody else waits for nobody: of those that wait, none has begun
    // Of 45 at once 20 may begin, each in place of the one before, 20 wait for their half seconds, and five would wait more than ten seconds.
    expect(refused.filter((message) => message.startsWith("Replaced"))).toHaveLength(19);
    expect(refused.filter((message) => message.startsWith("The server is busy"))).toHaveLength(5);
    expect(begun).toBe(2);
    // Of those that wait, all but the newest give way without having begun.
    await expect.poll(() => refused.length, { timeout: 5_000 }).toBeGreaterThanOrEqual(26);
    expect(begun).toBe(2);
    await expect.poll(() => begun, { timeout: 15_000 }).toBe(3);
    expect(Date.now() - from).toBeGreaterThan(9_000);
  });
});
