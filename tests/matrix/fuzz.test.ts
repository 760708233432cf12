import type pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Answer, argumentsOnWire, callAction, formOf, postAction, type Sent, send } from "../support/app-server";
import { LONG, PAYLOADS, QUERIES, SEGMENTS, TEXTS } from "./hostile";
import { SIGNED_IN } from "./names";
import { addressOf, app, eachOf, insideShown, openOwner, operations, pathOf, rowOf, world } from "./play";
import { PAGES, ROUTES } from "./policy";
import { restore } from "./state";

/**
 * Requests that the framework itself answers with 500 before the application runs: payloads that React cannot decode, paths that are not
 * UTF-8, and an unknown method. A fixed list: one more is a defect.
 */
const UNREADABLE =
  /^(?:no body|null|a number|a text|not JSON|deep JSON|XML|a type that is none|another action|a reference to a prototype|a form without end|a form without a boundary|a form with another boundary)$/;
const NO_PATH = /%(?:FF%FE|ED%A0%80|E0%A4%A(?!%)|C0%AE%C0%AE|(?:$|\/| as data))/;
const isFramework = (what: string, { status, body }: Answer) =>
  status === 500 &&
  ((UNREADABLE.test(what) && /^(?:0:\{.*\n)?1:E\{"digest":"\d+"\}\s*$/.test(body)) ||
    ((NO_PATH.test(what) || /^TRACE/.test(what)) && body === "Internal Server Error"));

const SLOW_MS = 2_000;
let owner: pg.Client;
beforeAll(async () => {
  owner = await openOwner();
});
afterEach(() => restore(owner)); // also after a failure: the next test starts from the same company
afterAll(() => owner.end());

/** Two seconds; longer only while even the smallest answer takes long because the machine is busy. */
async function patience(): Promise<number> {
  const { ms } = await send(app, { path: "/api/health/live" });
  return Math.max(SLOW_MS, 40 * ms);
}

/** Sends, and returns the problems of the answer. A slow one is repeated: a hang stays slow, a busy machine does not. */
async function faults(what: string, ask: () => Promise<Answer>): Promise<string[]> {
  let answer: Answer;
  try {
    answer = await ask();
    for (let again = 0; again < 3 && answer.ms > SLOW_MS; again++) answer = await ask();
  } catch (error) {
    return [`${what}: ${error instanceof Error ? error.message : "no answer"}`];
  }
  const found = insideShown(answer).map((shown) => `shows ${shown}`);
  if (isFramework(what, answer)) return found;
  if (answer.status >= 500) found.push(`status ${answer.status} ${answer.body.slice(0, 100)}`);
  if (answer.body.includes("went wrong on our side")) found.push("fails inside");
  if (/(?:data-dgst=|\$RX\("[^"]*",|E\{\\?"digest\\?":)\\?"\d/.test(answer.body)) found.push("breaks while it is drawn");
  if (answer.ms > SLOW_MS && answer.ms > (await patience())) found.push(`takes ${Math.round(answer.ms)} ms`);
  return found.map((fault) => `${what}: ${fault}`);
}

async function expectNoFaults<T>(items: readonly T[], name: (item: T) => string, ask: (item: T) => Promise<Answer>): Promise<void> {
  const wrong: string[] = [];
  await eachOf(items, async (item) => void wrong.push(...(await faults(name(item), () => ask(item)))), 4);
  expect(wrong.slice(0, 12)).toEqual([]);
}

describe("actions", () => {
  it.each([...operations.actions.keys()])("%s", async (name) => {
    const row = rowOf(name);
    const who = SIGNED_IN.find((one) => row.allowed[one] !== undefined) ?? "administrator";
    const scope = row.allowed[who]?.[0] ?? row.scopes[0] ?? "A";
    const action = addressOf(name);
    const cookie = world.cookies[who];
    const fields = row.fields(world, scope, who);
    const names = Object.keys(fields).length > 0 ? Object.keys(fields) : ["anything"];

    // Every text in two of the fields, different ones each time.
    const typed = Object.entries(TEXTS).flatMap(([what, text], i) =>
      [...new Set([names[i % names.length], names[(i * 3 + 1) % names.length]])].map((field) => ({
        field: field ?? "anything",
        what,
        text,
      })),
    );
    await expectNoFaults(
      typed,
      ({ field, what }) => `${field} is ${what}`,
      ({ field, text }) => callAction(app, action, { ...fields, [field]: text }, { cookie }),
    );
    const long = Object.entries(LONG).map(([what, text], i) => ({ field: names[i % names.length] ?? "anything", what, text }));
    await expectNoFaults(
      long,
      ({ field, what }) => `${field} is ${what}`,
      ({ field, text }) => callAction(app, action, { ...fields, [field]: text }, { cookie }),
    );
    const forms: [string, () => FormData][] = [
      [
        "every field twice",
        () => formOf(Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, [String(value), "2"]]))),
      ],
      ["no field", () => new FormData()],
      ["a file in every field", () => fileForm(names)],
      ["a thousand fields", () => formOf(Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`f${i}`, "x"])))],
      ["names of a prototype", () => formOf({ ...fields, ["__proto__"]: "x", hasOwnProperty: "x", valueOf: "x" })],
    ];
    await expectNoFaults(
      forms,
      ([what]) => what,
      ([, make]) => callAction(app, action, make(), { cookie }),
    );
    await expectNoFaults(
      Object.entries(PAYLOADS),
      ([what]) => what,
      ([, wire]) => postAction(app, action, wire, { cookie }),
    );
    const wire = await argumentsOnWire({ status: "idle" }, formOf(fields));
    await expectNoFaults(
      ["0".repeat(42), "x", "__proto__", "7f".padEnd(42, "0"), "a".repeat(5_000)],
      (id) => `the action ${id.slice(0, 12)}`,
      (id) => postAction(app, { id, page: action.page }, wire, { cookie }),
    );
  });
});

function fileForm(names: readonly string[]): FormData {
  const form = new FormData();
  for (const name of names) form.append(name, new File(["x".repeat(1_000)], "../../x.html", { type: "text/html" }));
  return form;
}

const get = (path: string, more: Partial<Sent> = {}) => send(app, { path, cookie: world.cookies.coo, ...more });

describe("pages", () => {
  it.each(operations.pages.filter((page) => page.includes("[")))("%s: parameters", async (page) => {
    const paths = SEGMENTS.map((segment) => page.replace(/\[[^\]]+\]/, segment));
    await expectNoFaults(
      paths,
      (path) => path.slice(0, 80),
      (path) => get(path),
    );
    await expectNoFaults(
      paths.filter((_, i) => i % 3 === 0),
      (path) => `${path.slice(0, 80)} as data`,
      (path) => get(`${path}?_rsc`, { headers: { rsc: "1" } }),
    );
  });

  it.each(operations.pages)("%s: queries", async (page) => {
    const path = pathOf(page, "A");
    const queries = PAGES[page]?.asks ? QUERIES : QUERIES.filter((_, i) => i % 6 === 0);
    await expectNoFaults(
      queries,
      (query) => query.slice(0, 60),
      (query) => get(`${path}?${query}`),
    );
  });

  it.each(operations.pages)("%s: methods and headers", async (page) => {
    const path = pathOf(page, "A");
    const origin = { origin: app.origin, "sec-fetch-site": "same-origin" };
    await expectNoFaults(
      ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "POST", "TRACE", "PROPFIND"],
      (method) => method,
      (method) => get(path, { method, headers: origin }),
    );
    const headers: [string, Record<string, string>][] = [
      ["a state of the router that is none", { rsc: "1", "next-router-state-tree": "%7Bx" }],
      ["a state of the router that is deep", { rsc: "1", "next-router-state-tree": encodeURIComponent("[".repeat(3_000)) }],
      ["a prefetch", { rsc: "1", "next-router-prefetch": "1" }],
      ["a segment", { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/__proto__" }],
      [
        "an address to rewrite to",
        { "x-middleware-rewrite": "http://evil.example/", "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
      ],
      ["an id of a request", { "x-request-id": "a\tb", "x-nonce": "abc" }],
      ["a cookie that is none", { cookie: `coo-${app.port}.session=${"a.".repeat(900)}; theme="` }],
      ["another host", { host: "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" }],
      ["an origin that is none", { origin: "::::" }],
    ];
    await expectNoFaults(
      headers,
      ([what]) => what,
      ([, more]) => get(path, { headers: more, ...(more.cookie && { cookie: null }) }),
    );
    expect(Object.keys(PAGES)).toContain(page);
  });
});

describe("routes", () => {
  it.each(Object.entries(ROUTES))("%s", async (_name, { at, methods }) => {
    const every = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"];
    const origin = { origin: app.origin, "sec-fetch-site": "same-origin" };
    for (const method of every) {
      const { status } = await get(at, { method, headers: origin });
      expect([...(methods[method] ?? [204, 400, 404, 405]), ...(method === "TRACE" ? [500] : [])], `${method} ${at}`).toContain(status);
    }
    await expectNoFaults(
      QUERIES,
      (query) => query.slice(0, 60),
      (query) => get(`${at}?${query}`),
    );
    await expectNoFaults(
      SEGMENTS,
      (segment) => segment.slice(0, 60),
      (segment) => get(`${at.replace(/\/[^/]*$/, "")}/${segment}`),
    );
    await expectNoFaults(
      Object.entries(PAYLOADS),
      ([what]) => what,
      ([, { body, type }]) => get(at, { method: "POST", body, headers: { ...origin, "content-type": type } }),
    );
  });

  const FORMS = ["callback/credentials", "signin/credentials", "signout", "session", "_log", "callback/nobody", "__proto__"];
  it.each(FORMS)("/api/auth/%s", async (path) => {
    const bodies = Object.entries({ ...TEXTS, ...LONG }).flatMap(([what, text]) => [
      {
        what: `e-mail is ${what}`,
        body: new URLSearchParams({ email: text, password: text, csrfToken: text, callbackUrl: text }).toString(),
      },
    ]);
    const headers = { origin: app.origin, "content-type": "application/x-www-form-urlencoded" };
    await expectNoFaults(
      bodies,
      ({ what }) => what,
      ({ body }) => get(`/api/auth/${path}`, { method: "POST", body, headers, cookie: null }),
    );
    const json = { ...headers, "content-type": "application/json" };
    await expectNoFaults(
      ['{"email":["a","b"]}', '{"email":{"not":"x"}}', "[]", "null", "{", '{"__proto__":{"x":1}}'],
      (body) => body,
      (body) => get(`/api/auth/${path}`, { method: "POST", body, headers: json, cookie: null }),
    );
  });
});

it("the server is still the same process, and serves", async () => {
  expect(() => process.kill(app.pid, 0)).not.toThrow();
  expect((await get("/api/health/ready")).status).toBe(200);
});
