import "server-only";
import type { PoolClient } from "pg";
import type { SampleRow } from "@/lib/imports/run/result";
import type { Touched } from "@/lib/kpis/recompute/recompute";
import type { Viewer } from "@/lib/platform/authz/viewer";
import type { Layout } from "@/lib/tables/read/columns";
import type { Row } from "@/lib/tables/read/read";

/**
 * `open`: what is read from the database may be told, by rejects and the sample alike. Otherwise they say only what stands in the file, and what
 * follows from that; a value that was looked up is "found". `actor`: in whose name it is, whatever the scope of the transaction. `dryRun`:
 * nothing will be written, so nothing is locked.
 */
export type Context = {
  client: PoolClient;
  layout: Layout;
  asOf: string | null;
  at: Date;
  open: boolean;
  actor: Viewer | "system";
  dryRun: boolean;
};

/**
 * One target, bound to one file. Its staging table `import_stage` exists (line int, ..., reject jsonb), filled by `copy` from what
 * `encode` answers. `plan` fills `import_rejects` and `import_ready` (with `what`: new, changed, same) and writes nothing else.
 */
export type Prepared = {
  copy: string;
  encode(row: Row): string;
  plan(): Promise<void>;
  /** Preview of the first rows, by the labels of their fields. After `plan`. */
  sample?(): Promise<SampleRow[]>;
  /** Rows neither taken nor rejected; final after `plan`. */
  leftOut(): number;
  /** Sentences about what the planned rows do beyond being written. After `plan`. */
  notes?(): Promise<string[]>;
  /** Writes import_ready; answers what KPIs may have to be recomputed for. */
  write(importId: string, fileName: string): Promise<Touched>;
};
