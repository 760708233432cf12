import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AskForm } from "@/components/decisions/decision-forms";
import { PageHeader } from "@/components/shell/page-header";
import { addDays } from "@/lib/calendar/dates";
import { today } from "@/lib/clock";
import { listDeciders, listPlaces, requestedAbout } from "@/lib/decisions/choices";
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
  const departments = await listPlaces(viewer);
  const { company } = await getShell(viewer);
  const only = departments.length === 1 ? (departments[0]?.value ?? "") : "";
  const theirs = departments.find(({ value }) => value === from?.departmentId)?.value;
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
          departments={departments}
          deciders={await listDeciders(viewer)}
          currency={company.currency}
          first={{ departmentId: theirs ?? only, area: from?.area ?? "", decideBy: addDays(today(), 7) }}
          action={askDecisionAction}
        />
      </div>
    </>
  );
}
