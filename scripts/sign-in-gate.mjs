// In front of the sign-in: a flood of tries must not keep the server from everybody's pages. To answer one takes the web server some 10 ms
// and a password check more than one core's 30 ms, so they are let in at a steady pace; a few wait, and the others are sent away here,
// where that costs next to nothing. What is counted for an account comes behind it (lib/platform/auth/sign-in/sign-in.ts).
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
 * Whether the browser carries the cookie of a device somebody has signed in with, as this installation signs it (lib/platform/auth/sign-in/device.ts). Whose,
 * and whether it still is known, is asked of the database behind.
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
 * Lets `perSecond` through, `atOnce` of them together after a rest; the others wait in the order they came, at most `waiting` and of one
 * network at most `perNetwork`.
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
     * @param {string | null} network of whom it is; null where that is not known
     * @param {() => void} go
     * @returns {(() => void) | null} leaves the queue; null: too many wait already, and `go` is never called
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

/** Who is sent away hears so after a moment: answered at once, two hundred connections would ask thousands of times a second. */
const AWAY_MS = 1_000;

/** In words the form of the sign-in page finds: its library reads them out of an address. */
function sendAway(response, isSignIn) {
  const origin = process.env.APP_ORIGIN ?? "http://localhost";
  const text = isSignIn ? JSON.stringify({ url: `${origin}/sign-in?${new URLSearchParams({ error: BUSY })}` }) : BUSY;
  for (const [name, value] of answerHeaders(origin)) response.setHeader(name, value);
  response.writeHead(429, {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "content-type": isSignIn ? "application/json" : "text/plain", // plain to the letter: only then a page's own script shows it
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    "retry-after": "5",
  });
  response.end(text);
}

/** A listener for requests that `listener` gets at the pace of their kind, or not at all. */
export function paced(listener) {
  const strangers = makePace({ perSecond: 15, atOnce: 5, waiting: 30, perNetwork: 10 });
  const known = makePace({ perSecond: 10, atOnce: 5, waiting: 20, perNetwork: 6 });
  const links = makePace({ perSecond: 30, atOnce: 10, waiting: 30, perNetwork: 10 });
  return function pace(request, response) {
    const path = request.url.split("?", 1)[0];
    const isSignIn = SIGN_IN.test(path);
    // What may be done signed out can be posted to any page: the action is named by a header, not by the path.
    const isOpen = SIGNED_OUT_PAGE.test(path) || !SESSION.test(request.headers.cookie ?? "");
    if (request.method !== "POST" || !(isSignIn || isOpen)) return listener.call(this, request, response);
    const device = isSignIn && hasDeviceCookie(request.headers.cookie, process.env.NEXTAUTH_SECRET);
    const lane = !isSignIn ? links : device ? known : strangers;
    const leave = lane.enter(networkOf(request.headers[ADDRESS_HEADER] ?? "unknown"), () => listener.call(this, request, response));
    const away = leave === null ? setTimeout(sendAway, AWAY_MS, response, isSignIn) : null;
    response.once("close", leave ?? (() => clearTimeout(away)));
  };
}
