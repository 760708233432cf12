import { ensureRoles } from "../../scripts/roles.mjs";

/** The URLs of the roles for a test database: the web server's, and the one of the worker and the commands. */
export const rolesOf = (ownerUrl: string): Promise<{ appUrl: string; workUrl: string }> =>
  ensureRoles(ownerUrl, { app: "application-of-the-tests", work: "work-of-the-tests" });
