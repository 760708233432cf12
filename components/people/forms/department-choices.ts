import type { DepartmentOption } from "@/lib/people/queries";

/** The tree as one list of a select: each level is set in by two spaces, which browsers keep when they do not break. */
export const departmentChoices = (departments: readonly DepartmentOption[]) =>
  departments.map(({ id, name, depth }) => ({ value: id, label: `${"\u00A0\u00A0".repeat(depth)}${name}` }));
