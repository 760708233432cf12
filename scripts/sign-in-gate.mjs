// In front of the sign-in: a flood of tries must not take the server from everybody's pages. An answer takes the web server some 10 ms, and
// a password check more than 30 ms of a core, so they are let in at a steady rate; a few wait, and the others are refused here, where that
// costs almost nothing. Tries are counted per account behind it (lib/platform/auth/sign-in/sign-in.ts).
import { createHmac, timingSafeEqual } from "node:crypto";
import { networkOf } from "../lib/platform/auth/sign-in/address.ts";
import { BUSY } from "../lib/platform/auth/sign-in/busy.ts";
import { answerHeaders } from "../lib/platform/web/answer-headers.ts";
import { ADDRESS_HEADER } from "./client-address.mjs";

const SESSION = /(?:^|;\s*)(?:__Host-)?coo(?:-\d+)?\.session=./;
const SIGN_IN = /^\/api\/auth\//;
const SIGNED_OUT_PAGE = /^\/(?:sign-in|forgot-password|invitation|first-administrator)(?:\/|$)/;
const DEVICE = /(?:^|;\s*)(?:__Host-)?coo(?:-\d+)?\.device=([\w-]{43})\.([\w-]{43})(?:;|$)/;

/**
 * Whether the browser has the cookie of a known device, with this installation's signature (lib/platform/auth/sign-in/device.ts). Whose
 * device it is, and whether it is still known, is checked in the database behind.
 * @param {string | undefined} cookies
 * @param {string | undefined} secret
 */
export function hasDeviceCookie(cookies, secret) {
  const [, token, signed] = DEVICE.exec(cookies ?? "") ?? [];
  if (!token || !signed || !secret) return false;
  const right = createHmac("sha256", secret).update(`known device ${token}`).digest();
  const given = Buffer.from(signed, "base64url");
  return given.length === right.length && timingSafeEqual(given, right);
}

/**
 * Lets `perSecond` through, up to `atOnce` together after a pause; the others wait in order, at most `waiting` in total and `perNetwork` of
 * one network.
 * @param {{ perSecond: number, atOnce: number, waiting: number, perNetwork: number }} bounds
 */
export function makePace({ perSecond, atOnce, waiting, perNetwork }) {
  let free = atOnce;
  let filledAt = performance.now();
  let timer = null;
  const queue = [];
  const letIn = () => {
    timer = null;
    const at = performance.now();
    free = Math.min(atOnce, free + ((at - filledAt) / 1_000) * perSecond);
    filledAt = at;
    for (; queue.length > 0 && free >= 1; free--) queue.shift().go();
    if (queue.length > 0) timer = setTimeout(letIn, Math.ceil(((1 - free) / perSecond) * 1_000));
  };
  return {
    /**
     * Calls `go` in turn.
     * @param {string | null} network the sender's network; null if unknown
     * @param {() => void} go
     * @returns {(() => void) | null} a function to leave the queue; null: too many are waiting, and `go` is never called
     */
    enter(network, go) {
      const full = queue.length >= waiting || (network !== null && queue.filter((one) => one.network === network).length >= perNetwork);
      if (full) return null;
      const one = { network, go };
      queue.push(one);
      if (timer === null) letIn();
      return () => {
        const at = queue.indexOf(one);
        if (at >= 0) queue.splice(at, 1);
      };
    },
  };
}

/** A refusal is sent after a moment: answered at once, two hundred connections would ask thousands of times a second. */
const AWAY_MS = 1_000;

/** In a form that the sign-in page can show: its library reads the message from an address. */
function sendAway(response, isSignIn) {
  const origin = process.env.APP_ORIGIN ?? "http://localhost";
  const text = isSignIn ? JSON.stringify({ url: `${origin}/sign-in?${new URLSearchParams({ error: BUSY })}` }) : BUSY;
  for (const [name, value] of answerHeaders(origin)) response.setHeader(name, value);
  response.writeHead(429, {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "content-type": isSignIn ? "application/json" : "text/plain", // exactly text/plain: otherwise a page's own script does not show it
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    "retry-after": "5",
  });
  response.end(text);
}

/** A listener that passes requests to `listener` at the rate of their kind, or refuses them. */
export function paced(listener) {
  const strangers = makePace({ perSecond: 15, atOnce: 5, waiting: 30, perNetwork: 10 });
  const known = makePace({ perSecond: 10, atOnce: 5, waiting: 20, perNetwork: 6 });
  const links = makePace({ perSecond: 30, atOnce: 10, waiting: 30, perNetwork: 10 });
  return function pace(request, response) {
    const path = request.url.split("?", 1)[0];
    const isSignIn = SIGN_IN.test(path);
    // Signed-out actions can be posted to any page: a header names the action, not the path.
    const isOpen = SIGNED_OUT_PAGE.test(path) || !SESSION.test(request.headers.cookie ?? "");
    if (request.method !== "POST" || !(isSignIn || isOpen)) return listener.call(this, request, response);
    const device = isSignIn && hasDeviceCookie(request.headers.cookie, process.env.NEXTAUTH_SECRET);
    const lane = !isSignIn ? links : device ? known : strangers;
    const leave = lane.enter(networkOf(request.headers[ADDRESS_HEADER] ?? "unknown"), () => listener.call(this, request, response));
    const away = leave === null ? setTimeout(sendAway, AWAY_MS, response, isSignIn) : null;
    response.once("close", leave ?? (() => clearTimeout(away)));
  };
}
