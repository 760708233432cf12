import type pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { argumentsOnWire, formOf, postAction, send, wireOf } from "../support/app-server";
import { PASSWORD, SIGNED_IN } from "./names";
import { addressOf, app, openOwner, operations, rowOf, world } from "./play";
import { digests, restore } from "./state";

/** Requests that another site can make a browser send, and that other clients can send. `undefined` removes a header. */
const FOREIGN: Readonly<Record<string, Record<string, string | undefined>>> = {
  "another origin": { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
  "an opaque origin": { origin: "null", "sec-fetch-site": "cross-site" },
  "no origin, from another site": { origin: undefined, "sec-fetch-site": "cross-site" },
  "no origin, from a sibling": { origin: undefined, "sec-fetch-site": "same-site" },
  "no origin at all": { origin: undefined, "sec-fetch-site": undefined },
  "a forwarded host like the origin": {
    origin: "https://evil.example",
    "x-forwarded-host": "evil.example",
    "sec-fetch-site": "cross-site",
  },
  "a host like the origin": { origin: "http://evil.example", host: "evil.example", "sec-fetch-site": "cross-site" },
  "another port": { origin: "http://localhost:1", "sec-fetch-site": "same-site" },
  "plain text": { origin: "https://evil.example", "sec-fetch-site": "cross-site", "content-type": "text/plain" },
};

let owner: pg.Client;
beforeAll(async () => {
  owner = await openOwner();
});
afterEach(() => restore(owner)); // also after a failure: the next test starts from the same company
afterAll(() => owner.end());

const everything = () => digests(owner, ["audit_event", "audit_head", "sign_in_count"]);

describe("actions", () => {
  it.each([...operations.actions.keys()])("%s changes nothing for another site", async (name) => {
    const row = rowOf(name);
    const who = SIGNED_IN.find((one) => row.allowed[one] !== undefined) ?? "administrator";
    const scope = row.allowed[who]?.[0] ?? row.scopes[0] ?? "A";
    const given = row.given?.(world, scope, who);
    if (given) await owner.query(given.sql, given.values);
    const before = await everything();
    const action = addressOf(name);
    const cookie = world.cookies[who];
    const broken: string[] = [];
    const fields = row.fields(world, scope, who);
    for (const [what, headers] of Object.entries(FOREIGN)) {
      const wire = await argumentsOnWire({ status: "idle" }, formOf(fields));
      const byScript = await postAction(app, action, wire, { cookie, headers });
      // A form without script names the action in a field.
      const plain = formOf({ [`$ACTION_ID_${action.id}`]: "", ...fields });
      const bound = formOf({
        $ACTION_REF_1: "",
        "$ACTION_1:0": `{"id":"${action.id}","bound":"$@1"}`,
        "$ACTION_1:1": '[{"status":"idle"}]',
        ...fields,
      });
      for (const form of [plain, bound]) {
        const { body, type } = await wireOf(form);
        const byForm = await send(app, { path: action.page, method: "POST", body, cookie, headers: { "content-type": type, ...headers } });
        if (byForm.status >= 500) broken.push(`${what}, by form: ${byForm.status}`);
      }
      if (byScript.status >= 500) broken.push(`${what}: ${byScript.status}`);
    }
    await postAction(app, action, await argumentsOnWire({ status: "idle" }, formOf(fields)), { cookie, method: "GET" });
    expect(await everything()).toEqual(before);
    expect(broken).toEqual([]);
  });
});

describe("signing in and out", () => {
  const cookiesOf = (headers: { "set-cookie"?: string[] | undefined }) =>
    (headers["set-cookie"] ?? []).map((one) => one.split(";")[0]).join("; ");

  it.each(Object.entries(FOREIGN))("%s", async (_what, headers) => {
    const before = await everything();
    const csrf = await send(app, { path: "/api/auth/csrf" });
    const { csrfToken } = JSON.parse(csrf.body) as { csrfToken: string };
    const cookie = cookiesOf(csrf.headers);
    for (const [path, fields, more] of [
      ["/api/auth/callback/credentials", { email: world.emails.coo, password: PASSWORD, csrfToken, json: "true" }, ""],
      ["/api/auth/signout", { csrfToken, json: "true" }, `; ${world.cookies.coo}`],
    ] as const) {
      const answer = await send(app, {
        path,
        method: "POST",
        body: new URLSearchParams(fields).toString(),
        cookie: cookie + more,
        headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      });
      expect(answer.status, path).toBe(403);
    }
    expect(await everything()).toEqual(before);
  });

  it("is possible from the application's own page, and only with its token", async () => {
    const csrf = await send(app, { path: "/api/auth/csrf" });
    const { csrfToken } = JSON.parse(csrf.body) as { csrfToken: string };
    const post = (token: string) =>
      send(app, {
        path: "/api/auth/callback/credentials",
        method: "POST",
        body: new URLSearchParams({ email: world.emails.coo, password: PASSWORD, csrfToken: token, json: "true" }).toString(),
        cookie: cookiesOf(csrf.headers),
        headers: { "content-type": "application/x-www-form-urlencoded", origin: app.origin, "sec-fetch-site": "same-origin" },
      });
    const named = (answer: { headers: { "set-cookie"?: string[] | undefined } }) => cookiesOf(answer.headers).includes(".session=");
    expect(named(await post("0".repeat(64)))).toBe(false);
    expect(named(await post(csrfToken))).toBe(true);
  });
});
