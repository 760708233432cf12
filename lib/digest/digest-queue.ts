import "server-only";
import { wallClock } from "@/lib/calendar/time-zone";
import { now } from "@/lib/clock";
import { getCompany } from "@/lib/company/queries";
import { Prisma } from "@/lib/platform/db/client";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import { mailState } from "@/lib/platform/mail/send";
import { type DigestWish, isDigestDue } from "./digest";

const BATCH = 500;

/**
 * Puts a mail into the queue for everybody whose digest is due at this hour of the company's time zone. The day is noted and the job
 * added in one transaction, so that nobody gets two and nobody is left out, however often and in how many processes this runs.
 */
export async function queueDigests(): Promise<{ queued: number }> {
  if (!mailState().configured) return { queued: 0 };
  let queued = 0;
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const round = await writing("system", async (tx) => {
      const sql = onTx(tx);
      const clock = wallClock(now(), (await getCompany(sql)).timeZone);
      // Who has none yet gets a row, so that there is one to lock.
      await sql.query(Prisma.sql`INSERT INTO person_setting (person_id) SELECT person_id FROM account
        WHERE disabled_at IS NULL AND password_hash IS NOT NULL ON CONFLICT (person_id) DO NOTHING RETURNING 1`);
      const people = await sql.query<{ id: string } & DigestWish>(Prisma.sql`
        SELECT s.person_id::text AS id, s.digest, s.digest_hour::int AS "digestHour", s.quiet_from::int AS "quietFrom", s.quiet_to::int AS "quietTo",
          s.digest_on::text AS "digestOn"
        FROM person_setting s JOIN account a ON a.person_id = s.person_id JOIN person p ON p.id = s.person_id
        WHERE s.person_id > ${after}::uuid AND s.digest <> 'off' AND (s.digest_on IS NULL OR s.digest_on < ${clock.day}::date)
          AND a.disabled_at IS NULL AND a.password_hash IS NOT NULL AND p.email IS NOT NULL
        ORDER BY s.person_id LIMIT ${BATCH} FOR UPDATE OF s SKIP LOCKED`);
      const due = people.filter((person) => isDigestDue(person, clock)).map(({ id }) => id);
      for (const personId of due) await enqueue(sql, "mail", { kind: "digest", personId, day: clock.day });
      if (due.length > 0)
        await sql.query(
          Prisma.sql`UPDATE person_setting SET digest_on = ${clock.day}::date WHERE person_id = ANY (${due}::uuid[]) RETURNING 1`,
        );
      return { queued: due.length, last: people.at(-1)?.id };
    });
    queued += round.queued;
    if (round.last === undefined) return { queued };
    after = round.last;
  }
}
