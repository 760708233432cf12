/**
 * The client's address, written into the header by the web server's start script before anything else sees the request
 * (scripts/client-address.mjs). "unknown" where that script does not run, as under `next dev`.
 */
export function clientAddress(headers: Pick<Headers, "get">): string {
  const address = headers.get("x-client-address");
  return address !== null && /^[0-9a-f:.]{2,45}$/.test(address) ? address : "unknown";
}

/**
 * The network that tries are counted by: an IPv4 address, or the first 64 bits of an IPv6 address, which belong to one subscriber. Null if
 * the address identifies nobody: unknown, or loopback, which is a proxy on this machine that TRUSTED_PROXIES does not list, or the machine
 * itself.
 */
export function networkOf(address: string): string | null {
  if (address === "unknown" || address === "::1" || address.startsWith("127.")) return null;
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const [before, after] = [head, tail ?? ""].map((part) => (part === "" ? [] : part.split(":")));
  const gap = tail === undefined ? 0 : 8 - (before?.length ?? 0) - (after?.length ?? 0);
  const groups = [...(before ?? []), ...Array<string>(Math.max(gap, 0)).fill("0"), ...(after ?? [])];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::`;
}
