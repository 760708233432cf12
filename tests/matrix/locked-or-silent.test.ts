import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Answer,
  argumentsOnWire,
  formOf,
  postAction,
  type Sent,
  type ServedApp,
  send,
  serveBuild,
  stateOf,
} from "../support/app-server";
import { ownPostgres } from "../support/own-postgres";
import { until } from "../support/worker-child";
import { SIGNED_IN } from "./names";
import { operationsOf } from "./operations";
import { ACTIONS, PAGES, ROUTES } from "./policy";
import { makeWorld, type World } from "./world";

// The database is there and does not answer: tables are locked, or its processes are stopped. Every page, route and action reports it in
// time.
let database: Awaited<ReturnType<typeof ownPostgres>>;
let app: ServedApp;
let stopApp: () => Promise<void>;
let world: World;
let operations: ReturnType<typeof operationsOf>;
const logs = fs.mkdtempSync(path.join(os.tmpdir(), "coo-silent-"));
const AT_ONCE = 12;
/** 3 s, and a second for a busy machine; more while even the smallest answer takes long. */
const IN_TIME_MS = 4_000;
let inTime = IN_TIME_MS;
const lookAround = async () => {
  const { ms } = await send(app, { path: "/api/health/live" });
  inTime = Math.max(inTime, IN_TIME_MS + 20 * ms);
};

beforeAll(async () => {
  database = await ownPostgres("coo_silent");
  ({ app, stop: stopApp } = await serveBuild(database.appUrl, path.join(logs, "server.log")));
  const owner = await openOwner();
  world = await makeWorld(owner, app);
  await owner.end();
  operations = operationsOf(app.directory);
});
afterAll(async () => {
  await stopApp();
  await database.remove();
  fs.rmSync(logs, { recursive: true, force: true });
});

async function openOwner() {
  const owner = new pg.Client({ connectionString: database.adminUrl });
  owner.on("error", () => {});
  await owner.connect();
  return owner;
}

type Asked = { what: string; sent: Sent };
const pathOf = (page: string) =>
  Object.entries(PAGES[page]?.at?.(world, "A") ?? {}).reduce((at, [name, value]) => at.replace(`[${name}]`, value), page);

/** Every page as a document, as data and by HEAD, and every route by each of its methods. */
function reads(): Asked[] {
  const cookie = world.cookies.coo;
  const pages = operations.pages.flatMap((page): Asked[] => {
    const at = pathOf(page);
    return [
      { what: `GET ${page}`, sent: { path: at, cookie, headers: { accept: "text/html", "sec-fetch-mode": "navigate" } } },
      { what: `data of ${page}`, sent: { path: `${at}?_rsc`, cookie, headers: { rsc: "1" } } },
      { what: `HEAD ${page}`, sent: { path: at, cookie, method: "HEAD" } },
      { what: `GET ${page}, signed out`, sent: { path: at, cookie: null } },
    ];
  });
  const routes = Object.entries(ROUTES).flatMap(([route, { at, methods }]) =>
    Object.keys(methods).map((method): Asked => {
      const own = { origin: app.origin, "sec-fetch-site": "same-origin", "x-file-name": "a.csv" };
      return {
        what: `${method} ${route}`,
        sent: { path: at, cookie, method, headers: own, ...(method === "POST" && { body: "a,b\n1,2\n" }) },
      };
    }),
  );
  return [...pages, ...routes];
}

const broken = (error: Error): Answer => ({ status: 0, headers: {}, body: error.message, ms: 0 });

async function askAll(asked: readonly Asked[], atOnce = AT_ONCE): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>();
  const left = asked.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const { what, sent } of left) answers.set(what, await send(app, sent).catch(broken));
    }),
  );
  return answers;
}

/** The problem of an answer while the database is silent: neither the usual status nor 503 with a sentence, or late. */
function faultOf({ status, headers, body, ms }: Answer, usual: number, method: string): string | null {
  if (ms > inTime) return `${status} after ${Math.round(ms)} ms`;
  if (status === usual) return /E\{\\?"digest\\?":\\?"\d/.test(body) ? "breaks while it is drawn" : null;
  if (status !== 503) return `status ${status} ${status === 0 ? body : ""}`;
  if (!Number(headers["retry-after"])) return "no Retry-After";
  if (method === "HEAD") return null;
  return /The database does not answer|waiting|"database"/.test(body) ? null : `says ${body.slice(0, 100)}`;
}

async function expectAllSaySo(least: number): Promise<void> {
  inTime = IN_TIME_MS;
  const asked = reads();
  const around = setInterval(lookAround, 1_000);
  const answers = await askAll(asked);
  clearInterval(around);
  const faults = asked.flatMap(({ what, sent }) => {
    const answer = answers.get(what);
    const fault = answer ? faultOf(answer, usual.get(what) ?? 0, sent.method ?? "GET") : "no answer";
    return fault === null ? [] : [`${what}: ${fault}`];
  });
  const slowest = Math.max(...[...answers.values()].map(({ ms }) => ms));
  const unavailable = [...answers.values()].filter(({ status }) => status === 503).length;
  console.log(`${faults.length} of ${asked.length} wrong, ${unavailable} answered 503, the slowest after ${Math.round(slowest)} ms`);
  expect(faults).toEqual([]);
  expect(unavailable).toBeGreaterThanOrEqual(least);
}

async function expectActionsSaySo(least: number): Promise<void> {
  const faults: string[] = [];
  let refused = 0;
  const left = Object.entries(ACTIONS).values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const [name, row] of left) {
        const who = SIGNED_IN.find((one) => row.allowed[one] !== undefined) ?? "administrator";
        const scope = row.allowed[who]?.[0] ?? row.scopes[0] ?? "A";
        const entry = operations.actions.get(name);
        const page = entry?.pages.toSorted((a, b) => Number(a.includes("[")) - Number(b.includes("["))).find((each) => each in PAGES);
        if (!entry || !page) throw new Error(`${name} is on no page`);
        const wire = await argumentsOnWire({ status: "idle" }, formOf(row.fields(world, scope, who)));
        const answer = await postAction(app, { id: entry.id, page: pathOf(page) }, wire, { cookie: world.cookies[who] });
        const state = stateOf(answer);
        const unanswered =
          answer.status === 503 || (state?.status === "failed" && /[Dd]atabase d(oes|id) not answer/.test(state.message ?? ""));
        if (unanswered) refused += 1;
        if (answer.ms > inTime) faults.push(`${name}: after ${Math.round(answer.ms)} ms`);
        else if (!unanswered && answer.status >= 500) faults.push(`${name}: status ${answer.status}`);
        else if (answer.body.includes("went wrong on our side")) faults.push(`${name}: fails inside`);
      }
    }),
  );
  console.log(`${faults.length} of ${Object.keys(ACTIONS).length} actions wrong, ${refused} said that the database does not answer`);
  expect(faults).toEqual([]);
  expect(refused).toBeGreaterThanOrEqual(least);
}

let usual = new Map<string, number>();
const remember = async () => {
  usual = new Map([...(await askAll(reads(), 3))].map(([what, { status }]) => [what, status]));
};
const comesBack = async () => {
  const began = Date.now();
  await until("pages come again", 20, async () => {
    const page = await send(app, { path: pathOf("/kpis/[id]"), cookie: world.cookies.coo });
    return page.status === 200;
  });
  console.log(`pages came again after ${Date.now() - began} ms`);
  const later = await askAll(reads(), 3);
  expect([...later].filter(([what, { status }]) => status !== usual.get(what)).map(([what, { status }]) => `${what}: ${status}`)).toEqual(
    [],
  );
};

it("while the database answers, nothing is wrong", async () => {
  await remember();
  expect([...usual].filter(([, status]) => status >= 500)).toEqual([]);
});

describe("tables are locked by somebody else", () => {
  it.each([
    ["the KPIs", "kpi", 20],
    ["what every page asks first", "session, person, account", 100],
  ])("%s", async (_what, tables, least) => {
    const owner = await openOwner();
    try {
      await owner.query(`BEGIN; LOCK TABLE ${tables} IN ACCESS EXCLUSIVE MODE`);
      await expectAllSaySo(least);
      await expectActionsSaySo(least / 2);
    } finally {
      await owner.end();
    }
    await comesBack();
  });
});

it("its processes hold still", async () => {
  database.silence();
  try {
    await expectAllSaySo(100);
    await expectActionsSaySo(50);
  } finally {
    database.goOn();
  }
  await comesBack();
});
