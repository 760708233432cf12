import http from "node:http";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Answer, callAction, send } from "../support/app-server";
import { PASSWORD } from "./names";
import { addressOf, app, openOwner, world } from "./play";
import { restore } from "./state";

// What anybody on the network can do to others through the sign-in of the served application.
let owner: pg.Client;
beforeAll(async () => {
  owner = await openOwner();
});
afterEach(() => restore(owner));
afterAll(() => owner.end());

const emailOf = async (who: "leadA" | "leadB" | "viewerA") =>
  (await owner.query("select email from person where id = $1", [world.people[who]])).rows[0]?.email as string;
const agent = new http.Agent({ keepAlive: false, maxSockets: 250 });
afterAll(() => agent.destroy());

/** The library's own token against foreign posts, available to anybody. */
async function csrf(): Promise<{ token: string; cookie: string }> {
  const answer = await send(app, { path: "/api/auth/csrf" });
  const cookie = [answer.headers["set-cookie"] ?? []].flat().map((one) => one.split(";")[0]);
  return { token: (JSON.parse(answer.body) as { csrfToken: string }).csrfToken, cookie: cookie.join("; ") };
}

type Try = { email: string; password?: string; headers?: Record<string, string>; device?: string };
/** Signs in as the form does. */
function enter(own: { token: string; cookie: string }, { email, password = PASSWORD, headers = {}, device }: Try): Promise<Answer> {
  const body = String(new URLSearchParams({ csrfToken: own.token, email, password, json: "true", callbackUrl: app.origin }));
  const cookie = device === undefined ? own.cookie : `${own.cookie}; ${device}`;
  const began = performance.now();
  return new Promise((done, failed) => {
    const request = http.request(
      {
        host: "127.0.0.1",
        port: app.port,
        method: "POST",
        path: "/api/auth/callback/credentials",
        agent,
        headers: {
          host: `localhost:${app.port}`,
          origin: app.origin,
          "sec-fetch-site": "same-origin",
          "content-type": "application/x-www-form-urlencoded",
          "content-length": Buffer.byteLength(body),
          cookie,
          ...headers,
        },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => {
          text += part;
        });
        response.once("end", () =>
          done({ status: response.statusCode ?? 0, headers: response.headers, body: text, ms: performance.now() - began }),
        );
      },
    );
    request.setTimeout(60_000, () => request.destroy(new Error("not answered within a minute")));
    request.once("error", failed);
    request.end(body);
  });
}
const cookieOf = (answer: Answer, name: string) =>
  [answer.headers["set-cookie"] ?? []].flat().find((one) => one.startsWith(`coo-${app.port}.${name}=`));

it("200 wrong sign-ins at once for one address are answered 401 or 429, nobody waits for a lock of theirs, and pages go on", async () => {
  const [own, email] = [await csrf(), await emailOf("leadA")];
  let over = false;
  let waiting = 0;
  const watching = (async () => {
    while (!over) {
      const { rows } = await owner.query(
        "select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event = 'advisory'",
      );
      waiting = Math.max(waiting, rows[0].waiting);
    }
  })();
  const flood = Promise.all(Array.from({ length: 200 }, (_, n) => enter(own, { email, password: `not the password ${n}` })));
  const page = await send(app, { path: "/", headers: { accept: "text/html" }, cookie: world.cookies.viewerA });
  const answers = await flood;
  over = true;
  await watching;
  expect(page.status).toBe(200);
  const by = (status: number) => answers.filter((answer) => answer.status === status);
  expect(answers.filter(({ status }) => status !== 401 && status !== 429).map(({ status, body }) => `${status} ${body}`)).toEqual([]);
  expect(by(401).length).toBeGreaterThan(0);
  expect(by(401).length).toBeLessThanOrEqual(10);
  for (const { headers, body } of by(429)) {
    expect(Number(headers["retry-after"])).toBeGreaterThan(0);
    const said = new URL((JSON.parse(body) as { url: string }).url).searchParams.get("error");
    expect(said).toMatch(/Try again in a few seconds|Too many failed attempts/);
  }
  expect(waiting).toBe(0);
});

it("a claimed address limits nobody at it, and takes nothing from the limit of the account", async () => {
  const own = await csrf();
  const [victim, email] = [await emailOf("leadB"), await emailOf("leadA")];
  const headers = { "x-forwarded-for": "203.0.113.77", "x-client-address": "203.0.113.77", forwarded: "for=203.0.113.77" };
  for (let n = 0; n < 120; n++) {
    const answer = await enter(own, { email: `stranger-${n}@company.example`, password: "not a password at all", headers });
    expect(answer.status).toBe(401);
  }
  expect((await enter(own, { email: victim, headers })).status).toBe(200);
  // A different claim at every try: ten for one account, and no more.
  const statuses: number[] = [];
  for (let n = 0; n < 12; n++)
    statuses.push(
      (await enter(own, { email, password: "not a password at all", headers: { "x-forwarded-for": `198.51.100.${n}` } })).status,
    );
  expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
  const { rows } = await owner.query(
    "select distinct after->>'address' as address from audit_event where action = 'session.fail' and subject_id = $1",
    [email],
  );
  expect(rows).toEqual([{ address: "127.0.0.1" }]);
});

it("the owner of a locked account gets in with a browser they have used, and with no made-up one", async () => {
  const [own, email] = [await csrf(), await emailOf("leadA")];
  const first = await enter(own, { email });
  const device = cookieOf(first, "device") ?? "";
  expect(first.status).toBe(200);
  expect(device).toMatch(/; Path=\/; .*HttpOnly; SameSite=lax$/i);
  expect(cookieOf(first, "session")).toBeDefined();
  for (let n = 0; n < 10; n++) expect((await enter(own, { email, password: "not a password at all" })).status).toBe(401);
  expect((await enter(own, { email })).status, "without the cookie").toBe(429);
  const value = device.split(";")[0] ?? "";
  for (const forged of [
    `coo-${app.port}.device=${"A".repeat(43)}.${"A".repeat(43)}`,
    value.replace(/=./, "=_"),
    `coo-${app.port}.device=1`,
  ])
    expect((await enter(own, { email, device: forged })).status, "forged").toBe(429);
  const again = await enter(own, { email, device: value });
  expect(again.status).toBe(200);
  expect(cookieOf(again, "session")).toBeDefined();
});

it("200 links requested for others do not stop your own", async () => {
  const name = "app/(auth)/actions.ts#forgotPasswordAction";
  const ask = (email: string) => callAction(app, addressOf(name), { email });
  for (let n = 0; n < 200; n += 20) await Promise.all(Array.from({ length: 20 }, (_, k) => ask(`nobody-${n + k}@company.example`)));
  const email = await emailOf("leadA");
  const answer = await ask(email);
  expect(answer.state).toMatchObject({ status: "ok", data: { asked: true } });
  const { rows } = await owner.query("select data->>'email' as email from jobs.job where name = 'mail' and data->>'kind' = 'reset'");
  expect(rows.filter((row) => row.email === email)).toHaveLength(1);
});
