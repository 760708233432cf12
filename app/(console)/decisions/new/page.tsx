import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AskForm } from "@/components/decisions/decision-forms";
import { PageHeader } from "@/components/shell/page-header";
import { addDays } from "@/lib/calendar/dates";
import { firstChoices } from "@/lib/choices/queries";
import { today } from "@/lib/clock";
import { requestedAbout } from "@/lib/decisions/requested-about";
import { requireViewer } from "@/lib/platform/auth/session";
import { canSomewhere } from "@/lib/platform/authz/policy";
import { getShell } from "@/lib/today/shell";
import { askDecisionAction } from "../actions";

export const metadata: Metadata = { title: "Ask for a decision" };

/** ?about=kpi:ID, initiative:ID or signal:ID: asked for from there, and about it. */
export default async function NewDecisionPage({ searchParams }: PageProps<"/decisions/new">) {
  const viewer = await requireViewer();
  if (!canSomewhere(viewer, "decision.ask")) notFound();
  const { about } = await searchParams;
  const from = typeof about === "string" ? await requestedAbout(viewer, about) : null;
  const departments = await firstChoices(viewer, "decision-departments", from?.departmentId ?? null);
  const { company } = await getShell(viewer);
  const only = departments.length === 1 ? departments[0] : undefined;
  const theirs = departments.find(({ value }) => value === from?.departmentId);
  return (
    <>
      <PageHeader
        title="Ask for a decision"
        crumbs={[{ label: "Decisions", href: "/decisions" }, { label: "New" }]}
        verdict={`The person who decides finds it on Today; you are notified of the choice.${from === null ? "" : ` It is about ${from.name}.`}`}
      />
      <div className="mt-4">
        <AskForm
          idempotencyKey={randomUUID()}
          about={from?.about ?? ""}
          department={{ chosen: theirs ?? only ?? null, few: departments }}
          decider={{ chosen: null, few: await firstChoices(viewer, "deciders", null) }}
          currency={company.currency}
          first={{ area: from?.area ?? "", decideBy: addDays(today(), 7) }}
          action={askDecisionAction}
        />
      </div>
    </>
  );
}
