import type { Mapping } from "@/lib/imports/mapping";
import type { ImportResult } from "@/lib/imports/run/result";
import type { Format } from "@/lib/tables/read/detect";

export const UPLOAD_STATES = ["new", "checking", "checked", "waiting", "running", "done", "failed", "cancelled"] as const;
export type UploadState = (typeof UPLOAD_STATES)[number];

/** As the list says it. */
export const STATE_WORDS: Record<UploadState, string> = {
  new: "not described yet",
  checking: "checking",
  checked: "checked, not imported",
  waiting: "waiting",
  running: "importing",
  done: "imported",
  failed: "refused",
  cancelled: "stopped",
};

/** A job is at it: nothing of it is changed meanwhile, and it can be stopped. */
export const isBusy = (state: UploadState): boolean => state === "checking" || state === "waiting" || state === "running";

export type UploadProgress = { phase: "reading" | "comparing" | "writing" | "computing"; rows: number };

/** What a check or a run found, as kept with the upload: the result with its first rejects. */
export type UploadPreview = Omit<ImportResult, "rejects" | "detected" | "sample" | "open"> & {
  /** Rejects and sample may hold values of the database; not there in what was kept before that was told apart. */
  open?: boolean;
  /** Rejects and sample are left out: somebody who reads more checked the file. */
  hidden?: boolean;
  /** Not there in what was kept before rows were shown. */
  sample?: ImportResult["sample"];
  rejects: ImportResult["rejects"];
  format: Format;
  /** A file of all rejects is next to the upload. */
  rejectsFile: boolean;
};

/** What of an upload changes while a job is at it. */
export type UploadStatus = {
  state: UploadState;
  progress: UploadProgress | null;
  failure: string | null;
  version: number;
  importId: string | null;
  cancelAsked: boolean;
};

export const REJECTS_LISTED = 200;

/** A progress line: what is being done and how far it is. */
export function progressText(progress: UploadProgress | null, rows: number | null): string {
  if (progress === null) return "Waiting for its turn.";
  const count = progress.rows.toLocaleString("en-GB");
  const of = rows === null ? "" : ` of ${rows.toLocaleString("en-GB")}`;
  if (progress.phase === "reading") return `${count}${of} rows read.`;
  if (progress.phase === "comparing") return `${count} rows read; comparing with existing data.`;
  return progress.phase === "writing" ? `${count} rows read; writing.` : `${count} rows written; computing KPIs.`;
}

export type SavedMapping = { id: string; name: string; mapping: Mapping };
