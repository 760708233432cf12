import type { AsyncLocalStorage } from "node:async_hooks";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { answering } from "./unavailable.mjs";

type Listener = (request: http.IncomingMessage, response: http.ServerResponse) => void | Promise<void>;
let server: http.Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** What lib/platform/db/waiting/asked.ts does when the database leaves a request without an answer. */
function markDatabaseAway() {
  const store = (globalThis as { cooAsked?: AsyncLocalStorage<{ away: boolean }> }).cooAsked?.getStore();
  if (store) store.away = true;
}

async function asked(path: string, listener: Listener, init: RequestInit = {}) {
  server = http.createServer((request, response) => void answering(listener, request, response));
  await new Promise<void>((done) => server?.listen(0, "127.0.0.1", done));
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, init);
  return {
    status: answer.status,
    type: answer.headers.get("content-type"),
    retry: answer.headers.get("retry-after"),
    body: await answer.text(),
  };
}
const later = () => new Promise((done) => setTimeout(done, 5));
const RSC = { headers: { rsc: "1" } };

it("a page that failed because of the database is answered 503, whatever status it was going to send", async () => {
  const fails: Listener = async (_, response) => {
    await later();
    markDatabaseAway();
    response.statusCode = 500;
    response.setHeader("content-encoding", "gzip");
    response.write("half of");
    response.end(" an error page");
  };
  const page = await asked("/kpis", fails);
  expect([page.status, page.retry, page.type]).toEqual([503, "5", "text/html; charset=utf-8"]);
  expect(page.body).toContain("The database does not answer at the moment.");
  expect(page.body).not.toContain("error page");
  const route = await asked("/api/search", fails);
  expect([route.status, JSON.parse(route.body)]).toEqual([
    503,
    { error: { code: "UNAVAILABLE", message: "The database does not answer at the moment." } },
  ]);
  expect(await asked("/kpis", fails, { method: "HEAD" })).toMatchObject({ status: 503, retry: "5", body: "" });
});

it("also with an explicit head", async () => {
  const { status, body } = await asked("/", (_, response) => {
    markDatabaseAway();
    response.writeHead(401, { "content-type": "text/plain" });
    response.end("not you");
  });
  expect([status, body.includes("not you")]).toEqual([503, false]);
});

it("data that began to be sent before it failed is answered 503", async () => {
  const { status, body } = await asked(
    "/kpis",
    async (_, response) => {
      response.setHeader("content-type", "text/x-component");
      response.flushHeaders();
      response.write("0:the beginning\n");
      await later();
      markDatabaseAway();
      response.write('1:E{"digest":"1"}\n');
      response.end();
    },
    RSC,
  );
  expect([status, body.includes("the beginning")]).toEqual([503, false]);
});

it("what did not fail is sent unchanged: other errors, a page that could do without, data in pieces, data of any length", async () => {
  const error = await asked("/", (_, response) => {
    response.statusCode = 500;
    response.end("a fault of our own");
  });
  expect([error.status, error.body]).toEqual([500, "a fault of our own"]);
  const without = await asked("/", (_, response) => {
    markDatabaseAway();
    response.end("enough");
  });
  expect([without.status, without.body]).toEqual([200, "enough"]);
  const pieces: Listener = async (_, response) => {
    response.writeHead(200, { "content-type": "text/x-component" });
    for (const piece of ["a", "b", "c"]) {
      await new Promise<void>((done) => response.write(piece, () => done()));
      await later();
    }
    await new Promise<void>((done) => response.end("d", () => done()));
  };
  expect(await asked("/kpis", pieces, RSC)).toMatchObject({ status: 200, type: "text/x-component", body: "abcd" });
  const long = await asked(
    "/kpis",
    (_, response) => {
      for (let n = 0; n < 6; n++) response.write("x".repeat(1024 ** 2));
      markDatabaseAway();
      response.end("end");
    },
    RSC,
  );
  expect([long.status, long.body.length]).toEqual([200, 6 * 1024 ** 2 + 3]);
});
