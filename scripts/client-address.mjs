// The client's address of a request. The client can write anything into X-Forwarded-For; only entries appended by our own proxies are
// trusted.
import http from "node:http";
import { isIP } from "node:net";

/** The header in which the application finds the address. A value sent by the client is overwritten. */
export const ADDRESS_HEADER = "x-client-address";

/**
 * Number of proxies in front of the web server, from `TRUSTED_PROXIES`: a whole number from 0 to 10, 0 if not set.
 * @param {string | undefined} text
 * @returns {number | null} null for anything else
 */
export function trustedProxies(text) {
  if (text === undefined || text === "") return 0;
  return /^(\d|10)$/.test(text) ? Number(text) : null;
}

/** An address without port, brackets, zone and IPv4-in-IPv6 form; null if it is not an address. */
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
 * The client's address. Each proxy appends the address that called it, so the entry at position `trusted` from the end was written by the
 * outermost of ours; entries before it are unverified. A shorter chain, or an entry that is not an address, did not come through all of
 * them: then it is the other end of the connection.
 * @param {string | undefined} socketAddress the other end of the connection
 * @param {string | string[] | undefined} forwardedFor the header X-Forwarded-For
 * @param {number} trusted proxies of ours before this server
 * @returns {string} "unknown" if the connection has gone
 */
export function clientAddress(socketAddress, forwardedFor, trusted) {
  const socket = plainAddress(socketAddress ?? "") ?? "unknown";
  if (trusted === 0 || forwardedFor === undefined) return socket;
  const entry = String(forwardedFor).split(",").at(-trusted);
  return (entry === undefined ? null : plainAddress(entry)) ?? socket;
}

/**
 * From here on every request to a server of this process gets its client's address before any other code sees it.
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
