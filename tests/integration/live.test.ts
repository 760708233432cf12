import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { addAnnotation } from "@/lib/kpis/commands/add-annotation";
import { viewerOf } from "@/lib/platform/auth/load-viewer";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { listener } from "@/lib/platform/live/listener";
import { openStream, openStreams } from "@/lib/platform/live/stream";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany, makeKpi } from "../support/factories";

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});

const opened: AbortController[] = [];
afterEach(() => {
  for (const controller of opened.splice(0)) controller.abort();
  expect(openStreams()).toBe(0);
});
afterAll(async () => {
  await listener.close();
  await owner.end();
});

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const until = async (what: () => boolean, ms = 20_000) => {
  for (const deadline = Date.now() + ms; !what(); await pause(10)) if (Date.now() > deadline) throw new Error("it did not come");
};

/** The events sent to one listener, as they come; ": beat" lines are not events. */
function listening(viewer: Viewer, more: { again?: () => Promise<Viewer | null>; checkMs?: number } = {}) {
  const controller = new AbortController();
  opened.push(controller);
  const events: { event: string; at: number }[] = [];
  let bytes = "";
  const reader = openStream({
    viewer,
    again: more.again ?? (() => viewerOf(viewer.personId)),
    since: Date.now(),
    aborted: controller.signal,
    ...(more.checkMs !== undefined && { checkMs: more.checkMs }),
  }).getReader();
  const done = (async () => {
    for (const decoder = new TextDecoder(); ; ) {
      const part = await reader.read();
      if (part.done) return;
      const text = decoder.decode(part.value);
      bytes += text;
      for (const [, event = ""] of text.matchAll(/^event: (\w+)$/gm)) events.push({ event, at: Date.now() });
    }
  })();
  return { events, done, bytes: () => bytes, names: () => events.map(({ event }) => event) };
}

/** An open stream, without its first messages. */
async function ready(viewer: Viewer, more = {}) {
  const stream = listening(viewer, more);
  await until(() => listener.hearing);
  await pause(1_200);
  stream.events.length = 0;
  return stream;
}

describe("recipients of a change", () => {
  it("are those who may read it, without its content", async () => {
    const kpi = await makeKpi(company.b.id);
    const [coo, leadB, viewerA] = await Promise.all([ready(company.coo), ready(company.leadB), ready(company.viewerA)]);
    await addAnnotation(company.leadB, {
      kpiId: kpi.id,
      onDate: "2014-05-01",
      kind: "note",
      text: "CANARY of B",
      idempotencyKey: randomUUID(),
    });
    await until(() => coo.events.length > 0 && leadB.events.length > 0);
    await pause(1_200);
    expect(viewerA.events).toEqual([]);
    expect(
      viewerA
        .bytes()
        .replaceAll(/: .*|event: changed|id: \d+|data:/g, "")
        .trim(),
    ).toBe("");
    expect(coo.bytes()).not.toMatch(/CANARY|[0-9a-f]{8}-[0-9a-f]{4}/);
    expect((await auditOf(kpi.id)).length).toBe(1);
  });

  it("are all people with a business role if the KPI is company-wide, and nobody else", async () => {
    const kpi = await makeKpi(company.b.id, { companyWide: true });
    const [viewerA, administrator] = await Promise.all([ready(company.viewerA), ready(company.administrator)]);
    await addAnnotation(company.leadB, {
      kpiId: kpi.id,
      onDate: "2014-05-01",
      kind: "note",
      text: "for all",
      idempotencyKey: randomUUID(),
    });
    await until(() => viewerA.events.length > 0);
    await pause(300);
    expect(administrator.events).toEqual([]);
  });

  it("get nothing if the change was rolled back", async () => {
    const kpi = await makeKpi(company.b.id);
    const leadB = await ready(company.leadB);
    await expect(
      addAnnotation(company.viewerB, { kpiId: kpi.id, onDate: "2014-05-01", kind: "note", text: "no", idempotencyKey: randomUUID() }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
    await pause(500);
    expect(leadB.events).toEqual([]);
  });
});

it("get at most one event a second, and never miss the last change", async () => {
  const kpi = await makeKpi(company.a.id);
  const stream = await ready(company.leadA);
  for (let i = 0; i < 15; i++) {
    await addAnnotation(company.leadA, {
      kpiId: kpi.id,
      onDate: "2014-05-01",
      kind: "note",
      text: `note ${i}`,
      idempotencyKey: randomUUID(),
    });
    await pause(60);
  }
  const last = Date.now();
  await pause(1_300);
  const gaps = stream.events.slice(1).map(({ at }, i) => at - (stream.events[i]?.at ?? 0));
  expect(stream.events.length).toBeGreaterThan(1);
  expect(Math.min(...gaps)).toBeGreaterThan(900);
  expect(stream.events.at(-1)?.at ?? 0).toBeGreaterThan(last - 1_000);
});

it("reconnect after the database ended the connection, and are told that something may have been missed", async () => {
  const stream = await ready(company.viewerA);
  const { rows } = await owner.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'coo-command-center live'",
  );
  expect(rows.length).toBe(1);
  await until(() => stream.events.length > 0);
  expect(stream.names()).toEqual(["changed"]);
  const kpi = await makeKpi(company.a.id);
  await pause(1_100);
  stream.events.length = 0;
  await addAnnotation(company.leadA, { kpiId: kpi.id, onDate: "2014-05-01", kind: "note", text: "after", idempotencyKey: randomUUID() });
  await until(() => stream.events.length > 0);
});

describe("the end of a stream", () => {
  it("comes when the session is no longer valid", async () => {
    let holds = true;
    const stream = await ready(company.viewerA, { again: async () => (holds ? company.viewerA : null), checkMs: 50 });
    expect(stream.names()).toEqual([]);
    holds = false;
    await stream.done;
    expect(stream.names()).toEqual(["ended"]);
  });

  it("does not come if the database misses one answer, and nothing is sent with lost rights", async () => {
    let answer: () => Promise<Viewer | null> = () => Promise.reject(new Error("away"));
    const stream = await ready(company.leadB, { again: () => answer(), checkMs: 1_000 });
    answer = async () => company.viewerA;
    await until(() => stream.names().includes("changed"), 3_000);
    await pause(1_100);
    stream.events.length = 0;
    const kpi = await makeKpi(company.b.id);
    await addAnnotation(company.leadB, { kpiId: kpi.id, onDate: "2014-05-01", kind: "note", text: "secret", idempotencyKey: randomUUID() });
    await pause(1_200);
    expect(stream.events).toEqual([]);
  });

  it("comes for the oldest when one person opens more than six", async () => {
    const streams = Array.from({ length: 7 }, () => listening(company.viewerA));
    await streams[0]?.done;
    expect(streams[0]?.names().at(-1)).toBe("full");
    expect(openStreams()).toBe(6);
  });
});
