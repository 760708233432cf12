import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { putGate } from "./gate.mjs";

let server: http.Server;
let reached: string[] = [];

beforeAll(async () => {
  putGate();
  server = http.createServer((request, response) => {
    reached.push(request.url ?? "");
    response.end("reached");
  });
  server.on("upgrade", () => {}); // as the framework does: it listens and leaves the connection open
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});
afterAll(() => new Promise((done) => server.close(done)));

/** The head of the answer to the given bytes; the connection is closed afterwards. */
const say = (lines: string[]) =>
  new Promise<string>((done, failed) => {
    const socket = net.connect((server.address() as AddressInfo).port, "127.0.0.1");
    socket.setTimeout(10_000, () => failed(new Error("not answered within 10 s")));
    socket.once("error", failed);
    socket.once("data", (data) => {
      done(data.toString("latin1").split("\r\n", 1)[0] ?? "");
      socket.destroy();
    });
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  });

describe("requests that bypass the limits by path", () => {
  it.each([
    ["an action that was handed on", ["POST /sign-in HTTP/1.1", "host: x", "x-action-forwarded: 1", "content-length: 0"]],
    ["the second path of a page", ["POST /_next/data/b/api/auth/callback/credentials.json HTTP/1.1", "host: x", "content-length: 0"]],
    ["a path in another spelling", ["POST /forgot%2Dpassword HTTP/1.1", "host: x", "content-length: 0"]],
  ])("is refused: %s", async (_, lines) => {
    reached = [];
    expect(await say(lines)).toBe("HTTP/1.1 400 Bad Request");
    expect(reached).toEqual([]);
  });

  it("a page is not refused", async () => {
    expect(await say(["GET /kpis?name=a%20b HTTP/1.1", "host: x"])).toBe("HTTP/1.1 200 OK");
  });
});

it("a connection that asks for another protocol is answered like any other request", async () => {
  reached = [];
  expect(await say(["GET / HTTP/1.1", "host: x", "connection: upgrade", "upgrade: x"])).toBe("HTTP/1.1 200 OK");
  expect(reached).toEqual(["/"]);
});
