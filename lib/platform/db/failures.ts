/** Error codes of PostgreSQL, node-postgres and Prisma in a failed database call. */
function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let e: unknown = error, depth = 0; e !== null && typeof e === "object" && depth < 6; depth++) {
    const o = e as { code?: unknown; originalCode?: unknown; cause?: unknown; meta?: { driverAdapterError?: unknown } };
    for (const code of [o.code, o.originalCode]) if (typeof code === "string") codes.push(code);
    e = o.meta?.driverAdapterError ?? o.cause;
  }
  return codes;
}
const has = (error: unknown, wanted: readonly string[]) => codesOf(error).some((code) => wanted.includes(code));
const says = (error: unknown, text: RegExp) => error instanceof Error && text.test(error.message);

/** Serialization failure or deadlock: the same transaction may succeed when run again. */
export const isRetryable = (error: unknown) =>
  has(error, ["P2034", "40001", "40P01"]) || says(error, /write conflict|deadlock detected|could not serialize/i);

/** The database is away, starting, out of connections or too slow. */
export const isOutage = (error: unknown) =>
  has(error, [
    "P1001",
    "P1002",
    "P1008",
    "P1017",
    "P2024",
    "P2028",
    "57P01",
    "57P02",
    "57P03",
    "57014",
    "55P03",
    "53300",
    "ECONNREFUSED",
    "ECONNRESET",
    "EPIPE",
    "ETIMEDOUT",
    "25P03",
  ]) || says(error, /timeout exceeded when trying to connect|Connection terminated|Can't reach database|server closed the connection/i);

/** A unique key already exists. */
export const isDuplicate = (error: unknown) => has(error, ["P2002", "23505"]);

/** A value the columns or constraints refuse: a check, a bad encoding, a number out of range. */
export const isRefusedValue = (error: unknown) =>
  has(error, ["P2020", "P2000", "P2003", "P2004", "P2011", "22021", "22003", "22P02", "22P05", "23502", "23503", "23514"]);

/** Row-level security or a missing privilege refused it. */
export const isRefusedAccess = (error: unknown) => has(error, ["42501"]) || says(error, /row-level security/i);
