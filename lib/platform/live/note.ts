import type { Viewer } from "@/lib/platform/authz/viewer";

/** The database channel on which writers announce changes. lib/platform/live/notify.ts repeats its name in SQL. */
export const CHANNEL = "coo_live";

/**
 * A change without its content: the department it belongs to (null: the installation itself), and whether it concerns a KPI that the whole
 * company reads.
 */
export type LiveNote = { departmentId: string | null; companyWide: boolean };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Parses the payload: a department or "-", and "*" if company-wide. Null for anything else. */
export function readNote(payload: string): LiveNote | null {
  const companyWide = payload.endsWith("*");
  const place = companyWide ? payload.slice(0, -1) : payload;
  if (place === "-") return { departmentId: null, companyWide };
  return UUID.test(place) ? { departmentId: place, companyWide } : null;
}

/** Whether this viewer may know of the change: the same rule as for reading it. */
export function isNoteFor(viewer: Viewer, { departmentId, companyWide }: LiveNote): boolean {
  if (companyWide && viewer.business) return true;
  if (departmentId === null) return viewer.everything || viewer.administrator;
  return viewer.everything || viewer.readable.includes(departmentId);
}
