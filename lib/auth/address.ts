/**
 * The address a request came from, for the sign-in limits. Only the last `trustedHops` entries of X-Forwarded-For were written by
 * proxies of ours; everything before them is what the client claims. Without a trusted proxy the header is only a hint: the limit
 * per account holds either way.
 */
export function clientAddress(headers: Readonly<Record<string, unknown>>, trustedHops = 0): string {
  const raw = headers["x-forwarded-for"];
  const chain = typeof raw === "string" ? raw.split(",").map((part) => part.trim()) : [];
  const address = trustedHops > 0 ? chain.at(-trustedHops) : chain.at(-1);
  return address !== undefined && /^[0-9a-fA-F:.]{2,45}$/.test(address) ? address : "unknown";
}
