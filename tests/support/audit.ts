import pg from "pg";

/** A superuser, to whom no policy applies. End it in afterAll. */
export const owner = new pg.Client({ connectionString: process.env.ADMIN_DATABASE_URL });
await owner.connect();

export type AuditEntryRow = {
  id: string;
  action: string;
  actor_id: string | null;
  subject_type: string;
  subject_id: string;
  subject_name: string;
  department_id: string | null;
  before: unknown;
  after: unknown;
};

/** The audit entries of a subject, oldest first. */
export async function auditOf(subjectId: string): Promise<AuditEntryRow[]> {
  const { rows } = await owner.query<AuditEntryRow>("select * from audit_event where subject_id = $1 order by id", [subjectId]);
  return rows;
}
