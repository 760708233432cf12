// In front of the web server: limits the size and time of request bodies before any other code handles or stores a byte. A body is held
// here until it is complete, and only then does its request begin. Uploads to api/uploads pass through; they are counted and timed where
// they are written (lib/imports/uploads).
import http from "node:http";
import { networkOf } from "../lib/platform/auth/sign-in/address.ts";
import { answerHeaders } from "../lib/platform/web/answer-headers.ts";
import { Bodies } from "./bodies.mjs";
import { ADDRESS_HEADER } from "./client-address.mjs";
import { paced } from "./sign-in-gate.mjs";
import { answering } from "./unavailable.mjs";

const KB = 1024;
/** A pasted column of some thousand values, or a long text: the maximum for an action (Next's own limit, which it answers with 500). */
const SIGNED_IN_BYTES = 1024 * KB;
const SIGNED_OUT_BYTES = 32 * KB;
const ROUTE_BYTES = 16 * KB;
const SIGNED_OUT_PAGE = /^\/(?:sign-in|forgot-password|invitation|first-administrator)(?:\/|$)/;
const SESSION = /(?:^|;\s*)(?:__Host-)?coo(?:-\d+)?\.session=./;

/** How long an answered client may continue sending before it is cut off: closed at once, it would not read its answer. */
const LINGER_MS = 5_000;
const LINGER_BYTES = 2 * KB * KB;
const SWEEP_MS = 1_000;

/**
 * For connections that send nothing, or only part of their head. Bodies have separate limits, and an upload may take as long as its
 * connection needs.
 */
const SERVER = { headersTimeout: 15_000, requestTimeout: 0, connectionsCheckingInterval: 2_000 };
const CONNECTIONS = 2_000;
/** Per network, if the connection shows which one. */
const CONNECTIONS_OF_ONE = 200;

/**
 * Maximum size of a request's body; null: it passes through. Signed-out requests send little. A cookie proves nothing by itself, but
 * `Bodies` limits the total.
 * @param {string} method
 * @param {string} url
 * @param {string | undefined} cookie
 */
export function limitOf(method, url, cookie) {
  const path = url.split("?", 1)[0] ?? "";
  if (method === "POST" && path === "/api/uploads") return null;
  if (path.startsWith("/api/")) return ROUTE_BYTES;
  return SESSION.test(cookie ?? "") && !SIGNED_OUT_PAGE.test(path) ? SIGNED_IN_BYTES : SIGNED_OUT_BYTES;
}

/**
 * Requests that no page or client of ours sends, but Next answers: an action forwarded to another page, which would arrive from the
 * server's own address; a page's data under a second path; a path in another spelling. Each would bypass the limits by path.
 * @param {import("node:http").IncomingMessage} request
 */
function isRoundabout({ method, url, headers }) {
  const path = url.split("?", 1)[0] ?? "";
  return headers["x-action-forwarded"] !== undefined || path.startsWith("/_next/data/") || (method === "POST" && path.includes("%"));
}

const SAID = {
  400: ["INVALID", "This is not a request that can be read."],
  408: ["TOO_SLOW", "The request did not arrive in time. Nothing was changed; send it again."],
  413: ["TOO_LARGE", "This is too much to send at once. Nothing was changed; send it in smaller parts."],
  429: ["TOO_MANY", "Too many requests from your address. Nothing was changed; try again in a few seconds."],
  431: ["TOO_LARGE", "The head of this request is too large. Nothing was changed."],
  503: ["UNAVAILABLE", "Too many requests at the moment. Nothing was changed; try again in a few seconds."],
};

/**
 * Status, headers and text of a refusal; the connection ends with it. A page's script shows the text only if the type is exactly
 * text/plain.
 */
function refusal(status, isRoute) {
  const [code, message] = SAID[status];
  const text = isRoute ? JSON.stringify({ error: { code, message } }) : message;
  const headers = [
    ...answerHeaders(process.env.APP_ORIGIN ?? ""),
    ["content-security-policy", "default-src 'none'; frame-ancestors 'none'"],
    ["content-type", isRoute ? "application/json" : "text/plain"],
    ["content-length", String(Buffer.byteLength(text))],
    ...(status === 429 || status === 503 ? [["retry-after", "5"]] : []),
    ["connection", "close"],
  ];
  return { headers, text };
}

/** Reads and discards what arrives after the answer for a moment, so that the answer is not lost with the connection. */
function linger(request) {
  const { socket } = request;
  socket.destroySoon = () => {
    socket.end();
    let left = LINGER_BYTES;
    request.push = (piece) => {
      left -= piece?.length ?? 0;
      return left > 0; // beyond this, it is not even read
    };
    request.resume();
    const end = setTimeout(() => socket.destroy(), LINGER_MS);
    socket.once("close", () => clearTimeout(end));
  };
}

function refuse(request, response, status) {
  if (response.headersSent || response.destroyed) return request.socket.destroy();
  const { headers, text } = refusal(status, request.url.startsWith("/api/"));
  linger(request);
  response.writeHead(status, headers.flat());
  response.end(request.method === "HEAD" ? undefined : text);
}

/** Does not wait for the rest of an upload that has already been answered. */
function closeWhenAnsweredEarly(request, response) {
  const { writeHead } = response;
  response.writeHead = function write(...args) {
    if (!request.complete) {
      response.setHeader("connection", "close");
      linger(request);
    }
    return writeHead.apply(this, args);
  };
}

/** Collects pieces and returns the total so far. One buffer, because a body may arrive in a million pieces of one byte. */
function growing() {
  let room = Buffer.alloc(0);
  let length = 0;
  return (piece) => {
    if (piece && length + piece.length > room.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(4 * KB, 2 * room.length, length + piece.length));
      room.copy(larger, 0, 0, length);
      room = larger;
    }
    if (piece) length += piece.copy(room, length);
    return room.subarray(0, length);
  };
}

/** The sender for the per-sender share; null if an address identifies nobody. */
const sharerOf = (request) => networkOf(request.headers[ADDRESS_HEADER] ?? "unknown");

/** A listener that passes requests to `listener` once their bodies are complete. */
export function guarded(listener, bodies = new Bodies()) {
  const sweep = setInterval(() => bodies.sweep(), SWEEP_MS);
  sweep.unref();
  return function guard(request, response) {
    const { method, url, headers } = request;
    if (isRoundabout(request)) return refuse(request, response, 400);
    const begin = () => listener.call(this, request, response);
    const declared = Number(headers["content-length"] ?? 0);
    if (declared === 0 && headers["transfer-encoding"] === undefined) return begin();
    const limit = limitOf(method, url, headers.cookie);
    if (limit === null) {
      closeWhenAnsweredEarly(request, response);
      return begin();
    }
    if (declared > limit) return refuse(request, response, 413);

    // The parser passes each piece of the body to request.push, and null at its end. Here they are held until the end and then pushed all
    // at once, so that the whole body is available to whoever reads it.
    let held = growing();
    const release = () => {
      const whole = held();
      held = growing();
      delete request.push;
      return whole;
    };
    const body = bodies.enter(sharerOf(request), limit, (status) => {
      release();
      refuse(request, response, status);
    });
    response.once("close", () => bodies.leave(body));
    request.push = (piece) => {
      if (piece !== null) {
        held(piece);
        bodies.take(body, piece.length);
        return true;
      }
      const whole = release();
      bodies.whole(body);
      if (whole.length > 0) request.push(whole);
      request.push(null);
      begin();
      return true;
    };
  };
}

/** Invalid requests and requests whose head does not arrive: answered in words too, and never kept. */
function unreadable(error, socket) {
  if (socket.destroyed || !socket.writable || socket._httpMessage?.headersSent) return socket.destroy();
  const status = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 }[error.code] ?? 400;
  const { headers, text } = refusal(status, false);
  const head = [`HTTP/1.1 ${status} ${http.STATUS_CODES[status]}`, ...headers.map(([name, value]) => `${name}: ${value}`)].join("\r\n");
  socket.end(`${head}\r\n\r\n${text}`, () => socket.destroy());
}

/** Limits connections per network: those beyond its share are closed, so that others find room. */
function shareConnections(server) {
  const open = new Map();
  server.on("connection", (socket) => {
    const network = networkOf(socket.remoteAddress?.replace(/^::ffff:/i, "") ?? "unknown");
    if (network === null) return;
    const count = (open.get(network) ?? 0) + 1;
    open.set(network, count);
    socket.once("close", () => {
      const left = (open.get(network) ?? 1) - 1;
      if (left > 0) open.set(network, left);
      else open.delete(network);
    });
    if (count > CONNECTIONS_OF_ONE) socket.destroy();
  });
}

/**
 * Nothing of ours changes the protocol of a connection, and an upgraded one would escape all limits: without a listener it is an ordinary
 * request. `next dev` uses upgrades to reload pages.
 */
function withoutUpgrades(server) {
  const { on } = server;
  server.on = server.addListener = function listen(event, ...more) {
    return event === "upgrade" ? this : on.call(this, event, ...more);
  };
}

/** From here on every server that this process creates has the gate in front. */
export function putGate() {
  const { createServer } = http;
  http.createServer = (...given) => {
    const listener = given.find((one) => typeof one === "function");
    const options = given.find((one) => typeof one === "object" && one !== null);
    const server = createServer.call(
      http,
      { ...SERVER, ...options },
      listener && guarded(paced((request, response) => answering(listener, request, response))),
    );
    server.maxConnections = CONNECTIONS;
    if (!process.env.TRUSTED_PROXIES || process.env.TRUSTED_PROXIES === "0") shareConnections(server);
    if (process.env.NODE_ENV !== "development") withoutUpgrades(server);
    server.on("clientError", unreadable);
    return server;
  };
}
