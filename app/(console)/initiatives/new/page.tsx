import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AssignForm } from "@/components/initiatives/forms/assign-form";
import { PageHeader } from "@/components/shell/page-header";
import { addMonths } from "@/lib/calendar/dates";
import { firstChoices } from "@/lib/choices/queries";
import { today as businessToday } from "@/lib/clock";
import { kpiToMove } from "@/lib/initiatives/assign/queries";
import { signalToAnswer } from "@/lib/initiatives/assign/signal";
import { requireViewer } from "@/lib/platform/auth/session";
import { canSomewhere } from "@/lib/platform/authz/policy";
import { assignInitiativeAction } from "../actions";

export const metadata: Metadata = { title: "Assign an initiative" };

/** ?kpi=ID: opened from a KPI, which it should then move. ?signal=ID: opened from a signal, which it then answers. */
export default async function NewInitiativePage({ searchParams }: PageProps<"/initiatives/new">) {
  const viewer = await requireViewer();
  if (!canSomewhere(viewer, "initiative.assign")) notFound();
  const { kpi: asked, signal: answered } = await searchParams;
  const signal = typeof answered === "string" ? await signalToAnswer(viewer, answered) : null;
  const kpi = await kpiToMove(viewer, signal?.kpiId ?? (typeof asked === "string" ? asked : null));
  const today = businessToday();
  const theirs = signal?.departmentId ?? kpi?.departmentId ?? null;
  const departments = await firstChoices(viewer, "assignable", theirs);
  const department = departments.find(({ value }) => value === theirs) ?? (departments.length === 1 ? departments[0] : undefined) ?? null;
  const few = {
    departments,
    owners: await firstChoices(viewer, "owners", null),
    kpis: await firstChoices(viewer, "kpis", kpi?.id ?? null),
  };
  const first = {
    ...(signal !== null && { signalId: signal.id, title: signal.title, summary: signal.cause }),
    startsOn: today,
    dueOn: addMonths(today, 3),
    updateEveryDays: "7",
    kind: "improvement",
    area: kpi?.area ?? "",
    effectFromOn: kpi === null ? "" : addMonths(today, 3),
  };
  return (
    <>
      <PageHeader
        title="Assign an initiative"
        crumbs={[{ label: "Initiatives", href: "/initiatives" }, { label: "New" }]}
        verdict={`The owner finds it among their initiatives and reports on it with check-ins; you are its sponsor.${signal === null ? "" : ` It responds to the signal on ${signal.name}.`}`}
      />
      <div className="mt-4">
        <AssignForm
          idempotencyKey={randomUUID()}
          first={first}
          picked={{ department, owner: null, kpi: few.kpis.find(({ value }) => value === kpi?.id) ?? null }}
          few={few}
          action={assignInitiativeAction}
        />
      </div>
    </>
  );
}
