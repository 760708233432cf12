import type { Viewer } from "@/lib/platform/authz/viewer";

/**
 * Departments in which the viewer may accept what they explained themselves: all of the company for its COO, since nobody is above
 * them. A COO of a department has the company's COO above, so none, anywhere.
 */
export const departmentsAcceptingOwn = (viewer: Viewer): string[] => [
  ...new Set(
    viewer.grants
      .filter((grant) => grant.role === "coo" && grant.departmentId === viewer.rootId)
      .flatMap((grant) => [...grant.departments]),
  ),
];
