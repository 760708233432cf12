// Who sent a request. What a client writes into X-Forwarded-For is a claim; only what our own proxies appended to it is knowledge.
import http from "node:http";
import { isIP } from "node:net";

/** The header in which the application finds the address. Whatever a client sends under this name is overwritten. */
export const ADDRESS_HEADER = "x-client-address";

/**
 * How many proxies stand before the web server, of `TRUSTED_PROXIES`: a whole number from 0 to 10, 0 where it is not set.
 * @param {string | undefined} text
 * @returns {number | null} null for anything else
 */
export function trustedProxies(text) {
  if (text === undefined || text === "") return 0;
  return /^(\d|10)$/.test(text) ? Number(text) : null;
}

/** An address without port, brackets, zone and IPv4-in-IPv6 form; null for what is none. */
function plainAddress(text) {
  const bare = text
    .trim()
    .replace(/^\[([^\]]*)\](:\d{1,5})?$/, "$1")
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/, "$1")
    .replace(/%[\s\S]*/, "")
    .replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "");
  return isIP(bare) ? bare.toLowerCase() : null;
}

/**
 * The address of the client. Each proxy appends the address of whom it was called by, so the entry `trusted` from the end was written by
 * the outermost of ours; what stands before it is a claim. A chain that is shorter, or an entry that is no address, did not come through
 * all of them: then it is whoever holds the connection.
 * @param {string | undefined} socketAddress the other end of the connection
 * @param {string | string[] | undefined} forwardedFor the header X-Forwarded-For
 * @param {number} trusted proxies of ours before this server
 * @returns {string} "unknown" where the connection has gone
 */
export function clientAddress(socketAddress, forwardedFor, trusted) {
  const socket = plainAddress(socketAddress ?? "") ?? "unknown";
  if (trusted === 0 || forwardedFor === undefined) return socket;
  const entry = String(forwardedFor).split(",").at(-trusted);
  return (entry === undefined ? null : plainAddress(entry)) ?? socket;
}

/**
 * Every request to a server of this process carries its client's address from here on, before anybody else looks at it.
 * @param {number} trusted
 */
export function stampAddresses(trusted) {
  const { emit } = http.Server.prototype;
  http.Server.prototype.emit = function emitStamped(event, request, ...more) {
    if (request instanceof http.IncomingMessage)
      request.headers[ADDRESS_HEADER] = clientAddress(request.socket.remoteAddress, request.headers["x-forwarded-for"], trusted);
    return emit.call(this, event, request, ...more);
  };
}
