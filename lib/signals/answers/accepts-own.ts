import type { Viewer } from "@/lib/platform/authz/viewer";

/** Departments in which the viewer may accept what they explained themselves: those of a COO. Nobody else may, anywhere. */
export const acceptsOwnIn = (viewer: Viewer): string[] => [
  ...new Set(viewer.grants.filter((grant) => grant.role === "coo").flatMap((grant) => [...grant.departments])),
];
