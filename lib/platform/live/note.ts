import type { Viewer } from "@/lib/platform/authz/viewer";

/** The channel of the database on which writers say that something changed. Its name also stands in lib/platform/live/notify.ts, as SQL. */
export const CHANNEL = "coo_live";

/**
 * What changed, without saying what: the department it belongs to (null: the installation itself), and whether it is of a KPI that the
 * whole company reads.
 */
export type LiveNote = { departmentId: string | null; companyWide: boolean };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The payload as it is sent: a department or "-", and "*" for what is company-wide. Null for anything else. */
export function readNote(payload: string): LiveNote | null {
  const companyWide = payload.endsWith("*");
  const place = companyWide ? payload.slice(0, -1) : payload;
  if (place === "-") return { departmentId: null, companyWide };
  return UUID.test(place) ? { departmentId: place, companyWide } : null;
}

/** Whether this viewer may know that it changed: the same rule by which they may read it. */
export function isNoteFor(viewer: Viewer, { departmentId, companyWide }: LiveNote): boolean {
  if (companyWide && viewer.business) return true;
  if (departmentId === null) return viewer.everything || viewer.administrator;
  return viewer.everything || viewer.readable.includes(departmentId);
}
