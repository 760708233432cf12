import "server-only";
import type { Sql } from "./db/sql";

type Listener<T> = (sql: Sql, what: T) => Promise<unknown>;

/**
 * Something that happens in one feature and that other features follow, in the same transaction, without the first knowing them.
 * lib/entry/listeners.ts lists the listeners. `happened` calls them one after the other and rethrows what they throw. It also throws if
 * nobody listens: the process was then started without that list and would silently leave work undone.
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
