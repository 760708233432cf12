import { randomUUID } from "node:crypto";
import Link from "next/link";
import { Comments } from "@/components/comments/comments";
import { ChangeList } from "@/components/kpis/tables/change-list";
import { TargetHistory } from "@/components/kpis/tables/target-history";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { addDays } from "@/lib/calendar/dates";
import { commentItem } from "@/lib/comments/comment-item";
import { formatDate, formatDelta, formatInstant } from "@/lib/format";
import { asOfHref } from "@/lib/kpis/as-of";
import { targetSince, targetsValidAt } from "@/lib/kpis/kpi-page";
import { targetText } from "@/lib/kpis/summary/row";
import { changeLine } from "@/lib/pages/kpi/kpi-changes";
import type { KpiDetail } from "@/lib/pages/kpi/queries";
import { can } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { About } from "../../_sections/about";
import { commentActionAction, resolveCommentAction, writeCommentAction } from "../../comments/actions";

type Props = { kpi: KpiDetail; viewer: Viewer; today: string };

const claimOf = ({ likely, fromOn }: KpiDetail["initiatives"][number], unit: string) =>
  likely === null || fromOn === null
    ? "responds to a signal, claims no effect"
    : `${formatDelta(Number(likely), unit)} likely, from ${formatDate(fromOn, "medium")}`;

/** Comments on a KPI, its initiatives, its targets, and its change history. */
export function KpiFoot({ kpi, viewer, today }: Props) {
  const { definition, asOf, company } = kpi;
  const path = `/kpis/${definition.id}`;
  const held = new Set(targetsValidAt(kpi.targets, asOf).map((target) => target.id));
  const number = (decimal: string | null) => (decimal === null ? null : Number(decimal));
  return (
    <div className="gap-8 md:grid md:grid-cols-2 lg:grid-cols-3">
      <Section title="Comments" count={kpi.comments.length} id="comments">
        <Comments
          about={{ about: `kpi:${definition.id}` }}
          departmentId={definition.departmentId}
          me={{ value: viewer.personId, label: viewer.name }}
          idempotencyKey={randomUUID()}
          comments={kpi.comments.map((comment) => ({
            ...commentItem(comment, asOf?.day ?? today, company.timeZone),
            actionKey: randomUUID(),
          }))}
          may={{
            write: asOf === null && can(viewer, "comment.write", definition),
            act: can(viewer, "action.add", { ...definition, ownerId: viewer.personId }),
          }}
          dueOn={addDays(today, 7)}
          writeAction={writeCommentAction}
          resolveAction={resolveCommentAction}
          actionAction={commentActionAction}
        />
      </Section>
      <div className="min-w-0">
        <About viewer={viewer} of={{ type: "kpi", id: definition.id }} asOf={asOf} />
        <Section title="Work that should move it" count={kpi.initiatives.length}>
          {kpi.initiatives.length === 0 ? (
            <EmptyState>
              {asOf === null ? "No initiative that you can see names this KPI." : "There was none that you can see at that time."}
            </EmptyState>
          ) : (
            <ul className="text-table">
              {kpi.initiatives.map((i) => (
                <li key={i.id} className="border-b py-2">
                  <Link href={`/initiatives/${i.id}`} className="font-medium underline-offset-2 hover:underline">
                    {i.code} {i.title}
                  </Link>
                  <p className="text-caption text-muted">
                    {asOf === null
                      ? `${i.owner} · ${claimOf(i, definition.unit)} · ${i.stage}`
                      : "Existed at that time; its page shows its current state."}
                  </p>
                </li>
              ))}
            </ul>
          )}
        </Section>
        <TargetHistory
          lines={kpi.targets.toReversed().map((t) => ({
            id: t.id,
            boundText: targetText({ floor: number(t.floor), ceiling: number(t.ceiling) }, definition.unit),
            fromText: targetSince(t.fromOn, asOf?.day ?? today),
            reason: t.reason,
            rest: [
              `set ${formatInstant(t.at, company.timeZone, "medium")}${t.by === null ? "" : ` by ${t.by}`}`,
              ...(held.has(t.id) || t.replacedAt === null ? [] : [`replaced ${formatInstant(t.replacedAt, company.timeZone, "medium")}`]),
            ].join(", "),
            replaced: !held.has(t.id),
          }))}
        />
      </div>
      <ChangeList
        lines={kpi.changes.map((change) => changeLine(change, definition, company.timeZone, company.calendar))}
        hrefOf={(day) => (day >= today ? (asOf === null ? null : path) : asOfHref(path, { day }))}
        asOf={asOf?.day ?? null}
      />
    </div>
  );
}
