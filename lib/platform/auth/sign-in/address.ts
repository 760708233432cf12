/**
 * The address a request came from, as the web server's own start wrote it into the header before anybody else saw the request
 * (scripts/client-address.mjs). "unknown" where that was not done, as under `next dev`.
 */
export function clientAddress(headers: Pick<Headers, "get">): string {
  const address = headers.get("x-client-address");
  return address !== null && /^[0-9a-f:.]{2,45}$/.test(address) ? address : "unknown";
}

/**
 * What tries are counted by: an IPv4 address, or the 64 bits of an IPv6 address that one subscriber has. Null where it tells nobody apart:
 * unknown, or the loopback, which is a proxy on this machine that TRUSTED_PROXIES does not name, or the machine itself.
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
