import "server-only";
import type { PoolClient } from "pg";
import type { Layout } from "@/lib/imports/read/columns";
import type { Row } from "@/lib/imports/read/read";
import type { SampleRow } from "@/lib/imports/run/result";
import type { Touched } from "@/lib/kpis/recompute";

/**
 * `open`: what is read from the database may be told, by rejects and the sample alike. Otherwise they say only what stands in the file, and what
 * follows from that; a value that was looked up is "found".
 */
export type Context = { client: PoolClient; layout: Layout; knownOn: string | null; at: Date; open: boolean };

/**
 * One target, bound to one file. Its staging table `import_stage` exists (line int, ..., reject jsonb), filled by `copy` from what
 * `encode` answers. `plan` fills `import_rejects` and `import_ready` (with `what`: new, changed, same) and writes nothing else.
 */
export type Prepared = {
  copy: string;
  encode(row: Row): string;
  plan(): Promise<void>;
  /** The first rows as they would come in, by the labels of their fields. After `plan`. */
  sample?(): Promise<SampleRow[]>;
  /** Rows neither taken nor rejected; final after `plan`. */
  leftOut(): number;
  /** Writes import_ready; answers what KPIs may have to be computed anew for. */
  write(importId: string): Promise<Touched>;
};
