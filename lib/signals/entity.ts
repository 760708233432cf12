import "server-only";
import { businessZone } from "@/lib/clock";
import { among } from "@/lib/people/choices";
import { can } from "@/lib/platform/authz/policy";
import { Prisma } from "@/lib/platform/db/client";
import { freeChoice } from "@/lib/platform/entities/choice";
import type { EntityDescription } from "@/lib/platform/entities/description";
import { listAnswerers } from "./answers/answerers";
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
  choices: {
    /** people who can answer signals of that department, the closest first; nobody if the viewer may not decide */
    answerers: async (viewer, wanted, departmentId) => {
      if (departmentId === null || !can(viewer, "signal.decide", { departmentId })) return [];
      const found = among(await listAnswerers([departmentId]), wanted);
      return found.map(({ id, name }) => ({ ...freeChoice(id, name), note: id === viewer.personId ? "you" : "" }));
    },
  },
};
export default signal;
