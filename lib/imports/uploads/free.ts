import "server-only";
import { now } from "@/lib/clock";
import { dropUpload } from "@/lib/imports/uploads/store";
import { Prisma } from "@/lib/platform/db/client";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";

const DAY = 86_400_000;
const GIVEN_UP = "Processing this file failed after five tries. Nothing was written. Check the file again.";

/** Frees a file whose job the queue has given up, so that it can be worked on again. Answers how many. */
export const freeUploads = (): Promise<number> =>
  writing("system", async (tx) => {
    const rows = await onTx(tx).query(Prisma.sql`
      UPDATE upload u SET state = 'failed', failure = ${GIVEN_UP}, progress = NULL, version = version + 1
      WHERE state IN ('checking', 'waiting', 'running')
        AND EXISTS (SELECT FROM jobs.job j WHERE j.name = 'dead' AND j.source_name = 'import' AND j.data ->> 'uploadId' = u.id::text)
        AND NOT EXISTS (SELECT FROM jobs.job j WHERE j.name = 'import' AND j.state IN ('created', 'retry', 'active') AND j.data ->> 'uploadId' = u.id::text)
      RETURNING 1`);
    return rows.length;
  });

/** Removes files sent more than seven days ago and what was noted about them; imports they became stay. Answers how many. */
export async function sweepUploads(): Promise<number> {
  const old = await writing("system", (tx) =>
    onTx(tx).query<{ id: string }>(Prisma.sql`DELETE FROM upload WHERE state NOT IN ('checking', 'waiting', 'running')
      AND uploaded_at < ${new Date(now().getTime() - 7 * DAY)}::timestamptz RETURNING id::text`),
  );
  for (const { id } of old) await dropUpload(id); // after the commit: a row without a file would be worse than a file without a row
  return old.length;
}
