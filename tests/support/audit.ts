import pg from "pg";

/** A superuser, who is under no policy. End it in afterAll. */
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

/** What the audit log says of a subject, oldest first. */
export async function auditOf(subjectId: string): Promise<AuditEntryRow[]> {
  const { rows } = await owner.query<AuditEntryRow>("select * from audit_event where subject_id = $1 order by id", [subjectId]);
  return rows;
}
