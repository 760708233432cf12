import { canSomewhere, type Verb } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import type { EntityWords } from "./words";

/** A cell: text, a decimal as plain digits (a string, so that no digit is lost), a number, or nothing. */
export type Cell = string | number | null;

/** What a list is narrowed by, and its file with it. `state`: "all", or a state of the thing; `asOf`: as known on that day. */
export type TableFilter = { state: string } & Partial<
  Record<
    "area" | "department" | "kpi" | "initiative" | "owner" | "period" | "asOf" | "q" | "stake" | "person" | "action" | "subject",
    string | undefined
  >
>;

/** Some rows, and the mark after which the next ones begin; null: these were the last. */
export type Part = { rows: readonly (readonly Cell[])[]; next: string | null };

/** A table for a file, read part by part, so that it is never entirely in memory. */
export type Table = {
  /** file name without ".csv" */
  name: readonly string[];
  /** what is exported, for the audit log; a text: the table of this name */
  subject: { type: string; id: string; name: string } | string;
  departmentId: string | null;
  /** the filters it was narrowed by: the audit log holds these, and no others that were asked for */
  by: readonly (keyof TableFilter)[];
  columns: readonly string[];
  /** The first part, or the one after a mark. */
  read: (after: string | null) => Promise<Part>;
};

/** Null if the viewer may not read it. */
export type MakeTable = (viewer: Viewer, filter: TableFilter) => Promise<Table | null> | Table | null;

/** Reads a table that fits into memory. */
export const whole =
  (load: () => Promise<Part["rows"]>): Table["read"] =>
  async () => ({ rows: await load(), next: null });

const BATCH = 200;

/** The list of a kind of thing: what the viewer may read of it as it is narrowed. `rows`: at most so many, by code, after the code of one. */
export const listTable =
  (
    { many }: EntityWords,
    reads: Verb,
    by: readonly (keyof TableFilter)[],
    columns: readonly string[],
    rows: (viewer: Viewer, filter: TableFilter, after: string, limit: number) => Promise<{ code: string; cells: readonly Cell[] }[]>,
  ): MakeTable =>
  (viewer, filter) =>
    canSomewhere(viewer, reads)
      ? {
          name: [
            many,
            ...(filter.state === "all" ? [] : [filter.state]),
            ...(filter.asOf === undefined || !by.includes("asOf") ? [] : ["as known on", filter.asOf]),
          ],
          subject: many,
          departmentId: (by.includes("department") && filter.department) || null,
          by,
          columns,
          read: async (after) => {
            const batch = await rows(viewer, filter, after ?? "", BATCH);
            return { rows: batch.map(({ cells }) => cells), next: batch.length < BATCH ? null : (batch.at(-1)?.code ?? null) };
          },
        }
      : null;
