import type { Viewer } from "@/lib/platform/authz/viewer";

/**
 * Departments in which the viewer may accept their own explanations: the whole company for its COO, who has nobody above. Empty for anybody
 * else; a COO of a department has the company's COO above.
 */
export const departmentsAcceptingOwn = (viewer: Viewer): string[] => [
  ...new Set(
    viewer.grants
      .filter((grant) => grant.role === "coo" && grant.departmentId === viewer.rootId)
      .flatMap((grant) => [...grant.departments]),
  ),
];
