const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Whether a request that changes data comes from this application's own pages (OWASP: verify the origin). An Origin header must be ours;
 * without one the browser must say "same-origin". On loopback every name of this machine with the same port is ours.
 */
export function isOwnOrigin(origin: string | null, fetchSite: string | null, appOrigin: string): boolean {
  if (origin === null) return fetchSite === "same-origin";
  if (origin === appOrigin) return true;
  if (!URL.canParse(origin)) return false;
  const [theirs, ours] = [new URL(origin), new URL(appOrigin)];
  return (
    theirs.protocol === ours.protocol && theirs.port === ours.port && LOOPBACK.includes(theirs.hostname) && LOOPBACK.includes(ours.hostname)
  );
}
