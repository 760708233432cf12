import type { Reject } from "@/lib/platform/entities/rejects";
import type { Format } from "@/lib/tables/read/detect";

/** One row as it would come in: label of the field and its value, null where it has none. */
export type SampleRow = { line: number; cells: { label: string; value: string | null }[] };

export type ImportResult = {
  /** imported: written. unchanged: nothing new in it, nothing written. planned: a dry run. refused: rejected rows, nothing written. */
  outcome: "imported" | "unchanged" | "planned" | "refused";
  /** Of the import, when one was written. */
  importId: string | null;
  target: string;
  fileName: string;
  /** Of the file as given, hex. */
  sha256: string;
  /** Rows below the header; values where periods are columns. newRows + changedRows + sameRows + rejectedRows + leftOutRows. */
  rows: number;
  newRows: number;
  changedRows: number;
  sameRows: number;
  rejectedRows: number;
  /** Not known yet on the day of the pinned clock, or measurements without a value. */
  leftOutRows: number;
  /** By line; the first 10,000. A row with two bad cells is in here twice and counted once. */
  rejects: Reject[];
  /** Rejects and sample may hold values read from the database, and are only for who reads everything. */
  open: boolean;
  /** The first rows that are not rejected, where the target shows them. */
  sample: SampleRow[];
  detected: { format: Format; units: Record<string, string> };
  /** Sentences: what could be read in two ways, whether the same file came in before. */
  notes: string[];
};
