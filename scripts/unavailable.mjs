// The answer to a request that the database did not answer. A page reports it with an error, which would be sent with status 500, and to
// the browser's router even with 200, because its answer has begun; here it is sent with 503.
import { AsyncLocalStorage } from "node:async_hooks";
import { performance } from "node:perf_hooks";
import { AWAY_PAGE } from "../lib/platform/web/away-page.ts";

/** Bytes of an answer to the router that are held until it is complete; larger ones are sent as they come. */
const HELD_BYTES = 4 * 1024 ** 2;

/**
 * The current request: when it began, by both clocks, and whether the database left it without an answer
 * (lib/platform/db/waiting/asked.ts).
 */
const asked = new AsyncLocalStorage();
globalThis.cooAsked = asked;

const ROUTE = JSON.stringify({ error: { code: "UNAVAILABLE", message: "The database does not answer at the moment." } });

/** Runs `listener` for a request; if the database did not answer that request, the answer becomes 503. */
export function answering(listener, request, response) {
  const note = { began: performance.now(), idle: performance.eventLoopUtilization().idle, away: false };
  const { writeHead, write, end, flushHeaders } = response;
  const isRoute = request.url.startsWith("/api/");
  const held = request.method === "GET" && request.headers.rsc !== undefined && !isRoute ? { parts: [], bytes: 0 } : null;
  let holds = held !== null;
  let replaced = false;

  const replace = () => {
    replaced = true;
    holds = false;
    const text = isRoute ? ROUTE : AWAY_PAGE;
    for (const name of ["content-encoding", "transfer-encoding", "set-cookie", "location", "etag"]) response.removeHeader(name);
    response.setHeader("content-type", isRoute ? "application/json" : "text/html; charset=utf-8");
    response.setHeader("content-length", Buffer.byteLength(text));
    response.setHeader("cache-control", "no-store");
    response.setHeader("retry-after", "5");
    writeHead.call(response, 503);
    end.call(response, request.method === "HEAD" ? undefined : text);
  };
  const isFailed = (status) => note.away && !response.headersSent && status >= 400 && status !== 503;
  const release = () => {
    holds = false;
    if (held.head) writeHead.apply(response, held.head);
    for (const part of held.parts) write.apply(response, part);
    held.parts.length = 0;
  };

  response.writeHead = function head(...given) {
    if (holds) held.head = given;
    else if (!replaced && isFailed(given[0])) replace();
    else if (!replaced) writeHead.apply(this, given);
    return this;
  };
  response.flushHeaders = function flush() {
    if (!holds && !replaced) flushHeaders.call(this);
  };
  response.write = function part(chunk, encoding, done) {
    if (!holds && !replaced && isFailed(this.statusCode)) replace();
    if (!holds && !replaced) return write.call(this, chunk, encoding, done);
    const then = typeof encoding === "function" ? encoding : done;
    if (then) process.nextTick(then);
    if (holds) {
      held.parts.push([chunk, typeof encoding === "string" ? encoding : undefined]);
      held.bytes += chunk.length;
      if (held.bytes > HELD_BYTES) release();
    }
    return true;
  };
  response.end = function last(chunk, encoding, done) {
    if (!replaced && (isFailed(this.statusCode) || (holds && note.away))) replace();
    if (!replaced) {
      if (holds) release();
      return end.call(this, chunk, encoding, done);
    }
    const then = [chunk, encoding, done].find((one) => typeof one === "function");
    if (then && this.writableFinished) process.nextTick(then);
    else if (then) this.once("finish", then);
    return this;
  };
  return asked.run(note, () => listener(request, response));
}
