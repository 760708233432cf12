import type pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { argumentsOnWire, formOf, postAction, send } from "../support/app-server";
import { headOf, memoryOf, type RawConnection, rawConnection } from "../support/raw-connection";
import { PASSWORD, type Principal } from "./names";
import { addressOf, app, call, openOwner, rowOf, world } from "./play";
import { restore } from "./state";

// Bodies sent without end, too slowly or too many at once, as any stranger can.
let owner: pg.Client;
const open: RawConnection[] = [];
const connect = () => {
  const connection = rawConnection(app);
  open.push(connection);
  return connection;
};
beforeAll(async () => {
  owner = await openOwner();
});
afterEach(async () => {
  for (const each of open.splice(0)) each.close();
  await restore(owner);
});
afterAll(() => owner.end());

const OURS = { origin: app.origin, "sec-fetch-site": "same-origin" };
const MB = 1024 ** 2;
const ACTION = "app/(console)/settings/account/actions.ts#changeOwnSettingsAction";
const alive = async () => (await send(app, { path: "/sign-in" })).status;

describe("a body that is too large is refused by its announced length, before a byte of it is sent", () => {
  it.each([
    ["POST", "/sign-in", 9 * MB, undefined],
    ["POST", "/sign-in", 33 * 1024, undefined],
    ["POST", "/", 33 * 1024, undefined],
    ["POST", "/", MB + 1, "coo"],
    ["POST", "/api/auth/callback/credentials", 17 * 1024, undefined],
    ["PUT", "/api/uploads", 17 * 1024, "coo"],
    ["GET", "/", 9 * MB, "coo"],
    ["GET", "/api/search", 17 * 1024, "coo"],
  ] as const)("%s %s, %d bytes", async (method, path, length, who) => {
    const connection = connect();
    connection.send(headOf(method, path, { ...OURS, "content-length": length, cookie: who && (world.cookies[who] ?? "") }));
    const answer = await connection.answer();
    expect(answer?.status).toBe(413);
    expect(answer?.headers).toMatchObject({
      connection: "close",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
      "content-type": path.startsWith("/api/") ? "application/json" : "text/plain",
    });
    expect(answer?.body).toContain("too much to send at once");
    expect(await connection.ended()).toBe(true);
  });

  it("and one without a length when it goes beyond", async () => {
    const connection = connect();
    connection.send(headOf("POST", "/sign-in", { ...OURS, "transfer-encoding": "chunked" }));
    connection.send(`${(40 * 1024).toString(16)}\r\n${"x".repeat(40 * 1024)}\r\n`);
    expect((await connection.answer())?.status).toBe(413);
  });

  it("to a HEAD without a body", async () => {
    const connection = connect();
    connection.send(headOf("HEAD", "/", { "content-length": 9 * MB }));
    expect(await connection.ended()).toBe(true);
    expect(await alive()).toBe(200);
  });
});

it("an action of more than 1 MB is answered in one sentence that the browser shows", async () => {
  const fields = rowOf(ACTION).fields(world, "A", "coo");
  const wire = await argumentsOnWire({ status: "idle" }, formOf({ ...fields, more: "x".repeat(1.5 * MB) }));
  const answer = await postAction(app, addressOf(ACTION), wire, { cookie: world.cookies.coo });
  // Exactly this type: with a charset Next's client would show something else.
  expect([answer.status, answer.headers["content-type"]]).toEqual([413, "text/plain"]);
  expect(answer.body).toBe("This is too much to send at once. Nothing was changed; send it in smaller parts.");
});

it("bodies in pieces, one after another on the same connection, arrive as they were sent; a refusal ends it", async () => {
  const csrf = await send(app, { path: "/api/auth/csrf" });
  const { csrfToken } = JSON.parse(csrf.body) as { csrfToken: string };
  const cookie = (csrf.headers["set-cookie"] ?? []).map((one) => one.split(";")[0]).join("; ");
  const form = new URLSearchParams({ email: world.emails.coo ?? "", password: PASSWORD, csrfToken, json: "true" }).toString();
  const type = { "content-type": "application/x-www-form-urlencoded" };
  const connection = connect();
  connection.send(headOf("POST", "/api/auth/callback/credentials", { ...OURS, ...type, cookie, "content-length": form.length }));
  for (const letter of form) {
    connection.send(letter);
    await new Promise((wait) => setTimeout(wait, 1));
  }
  const first = await connection.answer();
  expect([first?.status, first?.headers["set-cookie"]]).toEqual([200, expect.stringContaining(".session=")]);
  // In chunks of one letter, and the next request right behind.
  const chunks = [...form].map((letter) => `1\r\n${letter}\r\n`).join("");
  connection.send(
    `${headOf("POST", "/api/auth/callback/credentials", { ...OURS, ...type, cookie, "transfer-encoding": "chunked" })}${chunks}0\r\n\r\n${headOf("GET", "/api/health/live", {})}`,
  );
  const second = await connection.answer(5, 1);
  expect([second?.status, second?.headers["set-cookie"]]).toEqual([200, expect.stringContaining(".session=")]);
  expect((await connection.answer(5, 2))?.status).toBe(200);
  connection.send(headOf("POST", "/sign-in", { "content-length": 9 * MB }));
  expect((await connection.answer(5, 3))?.status).toBe(413);
  connection.send(`${"x".repeat(1_000)}${headOf("GET", "/api/health/live", {})}`);
  expect(await connection.ended()).toBe(true);
  expect(await connection.answer(0, 4)).toBeUndefined();
});

it("a body, or a head, that does not come is answered with 408", async () => {
  const body = connect();
  body.send(`${headOf("POST", "/sign-in", { ...OURS, "content-length": 1_000 })}x`);
  const chunked = connect();
  chunked.send(`${headOf("POST", "/", { ...OURS, "transfer-encoding": "chunked", cookie: world.cookies.coo ?? "" })}1\r\nx\r\n`);
  const head = connect();
  head.send("GET / HTTP/1.1\r\nhost: localhost\r\n");
  const nothing = connect();
  for (const each of [body, chunked, head]) {
    const answer = await each.answer(25);
    expect(answer?.status).toBe(408);
    expect(answer?.body).toContain("did not arrive in time");
    expect(await each.ended()).toBe(true);
  }
  expect(await nothing.ended(25)).toBe(true);
});

it("100 connections with 9 MB each, unfinished: all are answered, memory stays, others are served meanwhile", async () => {
  await alive();
  const before = memoryOf(app.pid);
  let most = before;
  const senders = Array.from({ length: 100 }, (_, n) => {
    const connection = connect();
    // Every other one omits its length.
    const length = n % 2 ? { "content-length": 10 * MB } : { "transfer-encoding": "chunked" };
    connection.send(headOf("POST", "/sign-in", { ...OURS, ...length }));
    return connection;
  });
  const piece = "x".repeat(MB);
  for (let n = 0; n < 9; n++) {
    for (const [i, sender] of senders.entries()) sender.send(i % 2 ? piece : `${MB.toString(16)}\r\n${piece}\r\n`);
    expect(await alive()).toBe(200);
    most = Math.max(most, memoryOf(app.pid));
  }
  const statuses = await Promise.all(senders.map(async (sender) => (await sender.answer(20))?.status));
  most = Math.max(most, memoryOf(app.pid));
  expect(statuses.filter((status) => status !== 413 && status !== 408)).toEqual([]);
  console.log(`100 unfinished bodies: ${Math.round((most - before) / MB)} MB more at most`);
  expect((most - before) / MB).toBeLessThan(100);
});

it("many small unfinished bodies make room for complete ones", async () => {
  const cookie = world.cookies.coo ?? "";
  const held = Array.from({ length: 100 }, () => {
    const connection = connect();
    connection.send(`${headOf("POST", "/", { ...OURS, cookie, "content-length": MB })}${"x".repeat(900_000)}`);
    return connection;
  });
  for (let n = 0; n < 3; n++) {
    const answer = await call(ACTION, "coo", "A");
    expect([answer.status, answer.state?.status]).toEqual([200, "ok"]);
  }
  // Nobody holds more than a share, and cut-off clients got an answer.
  const statuses = (await Promise.all(held.map(async (each) => (await each.answer(1))?.status))).filter((status) => status !== undefined);
  expect(statuses.length).toBeGreaterThanOrEqual(30);
  expect(statuses.filter((status) => status !== 429 && status !== 503)).toEqual([]);
});

describe("files on their way", () => {
  const CONTENT = "a,b\n1,2\n";
  const heading = (who: Principal, length: number | undefined) =>
    headOf("POST", "/api/uploads", {
      ...OURS,
      cookie: world.cookies[who] ?? "",
      "x-file-name": "a.csv",
      "content-type": "text/csv",
      ...(length === undefined ? { "transfer-encoding": "chunked" } : { "content-length": length }),
    });
  const upload = (who: Principal) =>
    send(app, {
      path: "/api/uploads",
      method: "POST",
      body: CONTENT,
      cookie: world.cookies[who] ?? null,
      headers: { ...OURS, "x-file-name": "a.csv", "content-type": "text/csv" },
    });
  const slow = (who: Principal) => {
    const connection = connect();
    connection.send(`${heading(who, 1_000_000)}${CONTENT}`);
    return connection;
  };

  it("that stall do not stop others from sending, and their places come back", async () => {
    const strangers = Array.from({ length: 8 }, () => slow("viewerA"));
    for (const each of strangers) expect((await each.answer())?.status).toBe(404);
    const own = Array.from({ length: 6 }, () => slow("coo"));
    await expect
      .poll(async () => (await Promise.all(own.map((each) => each.answer(0)))).filter((each) => each?.status === 429).length)
      .toBe(4);
    expect((await upload("coo")).status).toBe(429);
    expect((await upload("administrator")).status).toBe(201);
    const late = (await Promise.all(own.map((each) => each.answer(25)))).filter((each) => each?.status !== 429);
    expect(late.map((each) => each?.status)).toEqual([408, 408]);
    expect(late[0]?.body).toContain("TOO_SLOW");
    for (const each of [...strangers, ...own]) expect(await each.ended(10)).toBe(true);
    expect((await upload("coo")).status).toBe(201);
  });

  it("that are too large are answered while they are still being sent", async () => {
    await owner.query(`INSERT INTO setting (key, value) VALUES ('uploads', '{"limitMb": 1}')`);
    const [announced, silent] = [connect(), connect()];
    announced.send(heading("coo", 50 * MB));
    silent.send(heading("administrator", undefined));
    const piece = `a,b\n${"1,2\n".repeat(MB / 8)}`;
    for (let n = 0; n < 8; n++) {
      announced.send(piece);
      silent.send(`${piece.length.toString(16)}\r\n${piece}\r\n`);
      await new Promise((wait) => setTimeout(wait, 20));
    }
    for (const each of [announced, silent]) {
      const answer = await each.answer();
      expect([answer?.status, answer?.body]).toEqual([413, expect.stringContaining("larger than 1 MB")]);
      expect(await each.ended(10)).toBe(true);
    }
  });
});
