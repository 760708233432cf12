import "server-only";
import { today } from "@/lib/clock";
import { canSomewhere, can as mayHere, type Subject, type Verb } from "@/lib/platform/authz/policy";
import { readable } from "@/lib/platform/authz/readable";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { type Entity, lockRows } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";
import type { OptionInput } from "../schema";
import { shownOf } from "../shown";

/**
 * Rows the viewer may read: of their departments, what they decide and what they asked for, wherever it belongs; nothing without a role
 * that reads decisions. `x` is the decision.
 */
export const decisionIsVisible = (viewer: Viewer) =>
  Prisma.sql`(${canSomewhere(viewer, "decision.read")} AND (${readable(viewer, "x", { owner: "owner_id" })} OR x.asked_by_id = ${viewer.personId}::uuid))`;

export type OpenedDecision = {
  id: string;
  code: string;
  question: string;
  background: string;
  area: string;
  departmentId: string;
  /** who decides */
  ownerId: string;
  askedById: string;
  decideBy: string;
  /** decimal text, in the company's currency */
  atStake: string | null;
  decidedAt: string | null;
  scoredAt: string | null;
  ownerName: string;
  ownerLeft: boolean;
  options: OptionInput[];
  version: number;
};

/**
 * The policy table decides inside the viewer's departments; whoever was asked decides by name, wherever it belongs, with any role that
 * decides. An outcome that its decider left behind is recorded by whoever may change the decision.
 */
export const mayDecision = (viewer: Viewer, verb: Verb, row: Subject & { askedById: string; ownerLeft?: boolean }): boolean =>
  mayHere(viewer, verb, row) ||
  (row.ownerId === viewer.personId && canSomewhere(viewer, verb)) ||
  (verb === "decision.score" && row.ownerLeft === true && mayChange(viewer, row));

/** Whether who decides `x` works here no longer. */
export const ownerLeft = () => Prisma.sql`EXISTS (SELECT FROM person p WHERE p.id = x.owner_id AND p.left_on <= ${today()}::date)`;

/** Whoever asked may edit what they asked for as long as they have a role that asks. */
export const mayChange = (viewer: Viewer, row: Subject & { askedById: string }): boolean =>
  mayDecision(viewer, "decision.change", row) || (row.askedById === viewer.personId && canSomewhere(viewer, "decision.ask"));

/** Nobody reminds themselves. */
export const mayRemind = (viewer: Viewer, row: Subject & { ownerId: string; askedById: string }): boolean =>
  row.ownerId !== viewer.personId &&
  (mayHere(viewer, "decision.remind", row) || (row.askedById === viewer.personId && canSomewhere(viewer, "decision.ask")));

/** How the audit log names it. */
export const subjectOf = ({ id, code, question }: Pick<OpenedDecision, "id" | "code" | "question">) => ({
  type: "decision",
  id,
  name: `${code} ${question}`,
});

export const DECISION: Entity<OpenedDecision> = {
  word: "decision",
  load: async (sql, viewer, id, lock) => {
    const [row] = await sql.query<OpenedDecision>(Prisma.sql`
      SELECT x.id::text, x.code, x.question, x.background, x.area::text, x.department_id::text AS "departmentId", x.owner_id::text AS "ownerId",
        x.asked_by_id::text AS "askedById", x.decide_by::text AS "decideBy", x.at_stake::text AS "atStake",
        to_json(x.decided_at)#>>'{}' AS "decidedAt", to_json(x.scored_at)#>>'{}' AS "scoredAt", (SELECT p.name FROM person p WHERE p.id = x.owner_id) AS "ownerName", ${ownerLeft()} AS "ownerLeft",
        (SELECT coalesce(json_agg(json_build_object('title', o.title, 'detail', o.detail, 'gain', trim_scale(o.gain)::text, 'odds', o.odds, 'risk', o.risk) ORDER BY o.place), '[]')
          FROM decision_option o WHERE o.decision_id = x.id) AS options, x.version
      FROM decision x WHERE x.id = ${id}::uuid AND ${decisionIsVisible(viewer)} ${lockRows(lock, "x")}`);
    return row;
  },
  subjectOf,
  may: mayDecision,
};

/** Why what was asked does not change any more; null while it is open. */
export const decidedAlready = ({ code, decidedAt }: Pick<OpenedDecision, "code" | "decidedAt">): string | null =>
  decidedAt === null ? null : `${code} is decided. To have it decided again, ask for a new decision.`;

export const versionNow = ({ version }: { version: number }): Record<string, string> => ({ version: String(version) });

/** The decision as the texts its form shows, and its version. */
export const textsNow = (row: OpenedDecision): Record<string, string> => ({ ...shownOf(row), ...versionNow(row) });
