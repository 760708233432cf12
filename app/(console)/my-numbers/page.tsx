import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { FilledIn } from "@/components/kpis/filled-in";
import { NumberGrid } from "@/components/numbers/number-grid";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { requireViewer } from "@/lib/auth/session";
import { canSomewhere } from "@/lib/authz/policy";
import { today } from "@/lib/clock";
import { formatDate } from "@/lib/format";
import { getMyNumbers } from "@/lib/kpis/queries/my-numbers";
import { recordMeasurementsAction, recordNumberAction, takeBackNumberAction } from "./actions";

export const metadata: Metadata = { title: "My numbers" };

export default async function MyNumbersRoute() {
  const viewer = await requireViewer();
  if (!canSomewhere(viewer, "measurement.record")) notFound();
  const { due, filledIn } = await getMyNumbers(viewer);
  return (
    <>
      <PageHeader title="My numbers" facts={<span>{`${viewer.name} · ${formatDate(today())}`}</span>} />
      {due.length === 0 ? (
        <EmptyState>No measure waits for you: those of your departments are computed or belong to somebody else.</EmptyState>
      ) : (
        <NumberGrid
          personId={viewer.personId}
          rows={due}
          today={today()}
          record={recordNumberAction}
          recordMany={recordMeasurementsAction}
          takeBack={takeBackNumberAction}
        />
      )}
      {filledIn.length > 0 && (
        <Section
          title="Filled in for you"
          count={`${filledIn.length} ${filledIn.length === 1 ? "measure" : "measures"}`}
          caption="from records and formulas, nothing to type"
        >
          <FilledIn rows={filledIn} />
        </Section>
      )}
    </>
  );
}
