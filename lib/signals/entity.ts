import "server-only";
import { businessZone } from "@/lib/clock";
import { Prisma } from "@/lib/platform/db/client";
import type { EntityDescription } from "@/lib/platform/entities/description";
import words from "./entity-words";
import { signalsTable } from "./export";

/** Named after its subject: a KPI in use, or the kind of records whose source has stopped. */
const signal: EntityDescription = {
  words,
  reads: "kpi.read",
  named: (id) => Prisma.sql`(SELECT coalesce(k.name, r.name) FROM signal s LEFT JOIN kpi k ON k.id = s.kpi_id AND k.archived_at IS NULL
    LEFT JOIN record_kind r ON r.id = s.record_kind_id AND s.kpi_id IS NULL WHERE s.id = ${id})`,
  // What the reader has promised for it, latest first.
  noticed: (
    id,
    viewer,
  ) => Prisma.sql`(SELECT json_build_object('answerBy', (s.answer_by AT TIME ZONE ${businessZone()})::date, 'cause', s.cause, 'action', a.title, 'dueOn', a.due_on,
      'about', CASE WHEN s.kpi_id IS NOT NULL THEN json_build_object('type', 'kpi', 'id', s.kpi_id) END)
    FROM signal s LEFT JOIN LATERAL (SELECT a.title, a.due_on FROM action a WHERE a.signal_id = s.id AND a.owner_id = ${viewer.personId}::uuid ORDER BY a.id DESC LIMIT 1) AS a ON true
    WHERE s.id = ${id})`,
  exported: { signals: signalsTable },
};
export default signal;
