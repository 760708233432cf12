import "server-only";
import type { Sql } from "./db/sql";

type Listener<T> = (sql: Sql, what: T) => Promise<unknown>;

/**
 * Something that happens in one feature and that others follow, in the same transaction, without it knowing them. Who listens is listed in
 * lib/entry/listeners.ts. `happened` calls the listeners one after the other and throws what they throw; it throws, too, where nobody
 * listens, because then this process was started without that list and would leave work undone in silence.
 */
export function defineEvent<T>(name: string) {
  const listeners = new Map<string, Listener<T>>();
  return {
    listen(by: string, run: Listener<T>): void {
      listeners.set(by, run);
    },
    async happened(sql: Sql, what: T): Promise<void> {
      if (listeners.size === 0) throw new Error(`Nobody listens to "${name}": import lib/entry/listeners.ts where this process begins.`);
      for (const run of listeners.values()) await run(sql, what);
    },
  };
}
