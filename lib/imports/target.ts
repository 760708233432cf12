import "server-only";
import type { PoolClient } from "pg";
import type { Layout } from "./columns";
import type { Row } from "./read";

export type Context = { client: PoolClient; layout: Layout; knownOn: string | null; at: Date };

/** What an import changed, for what is computed from it. */
export type Touched = { kpiIds?: string[]; recordKindIds?: number[]; all?: true };

/**
 * One target, bound to one file. Its staging table `import_stage` exists (line int, ..., reject jsonb), filled by `copy` from what
 * `encode` answers. `plan` fills `import_rejects` and `import_ready` (with `what`: new, changed, same) and writes nothing else.
 */
export type Prepared = {
  copy: string;
  encode(row: Row): string;
  plan(): Promise<void>;
  /** Rows neither taken nor rejected; final after `plan`. */
  leftOut(): number;
  write(importId: string): Promise<Touched>;
};
