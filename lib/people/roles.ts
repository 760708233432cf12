export const ROLES = ["coo", "executive", "lead", "member", "viewer", "administrator"] as const;

/** A role's name and description on screen. */
export const ROLE_WORDS: Record<(typeof ROLES)[number], { name: string; gives: string }> = {
  coo: { name: "COO", gives: "reads and changes everything in the business" },
  executive: { name: "Executive", gives: "reads everything, comments" },
  lead: { name: "Department lead", gives: "reads and changes the department and those below it" },
  member: { name: "Member", gives: "reads the department, changes what they own" },
  viewer: { name: "Viewer", gives: "reads the department, changes nothing" },
  administrator: { name: "Administrator", gives: "people, access, data and audit log; reads no figures" },
};
