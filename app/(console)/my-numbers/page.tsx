import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { FilledIn } from "@/components/kpis/filled-in";
import { ExplainPanel } from "@/components/numbers/explain-panel";
import { NumberGrid } from "@/components/numbers/grid/number-grid";
import { PageHeader } from "@/components/shell/page-header";
import { CsvLink } from "@/components/ui/csv-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { today } from "@/lib/clock";
import { formatDate } from "@/lib/format";
import { getMyNumbers } from "@/lib/kpis/queries/my-numbers";
import { requireViewer } from "@/lib/platform/auth/session";
import { canSomewhere } from "@/lib/platform/authz/policy";
import { getExplaining } from "@/lib/signals/answers/explaining";
import { listAskedSignals } from "@/lib/signals/queries/asked";
import { explainSignalAction } from "../signals/actions";
import { recordMeasurementsAction, recordNumberAction, takeBackNumberAction } from "./actions";

export const metadata: Metadata = { title: "My numbers" };

export default async function MyNumbersRoute() {
  const viewer = await requireViewer();
  if (!canSomewhere(viewer, "measurement.record")) notFound();
  const { due, filledIn } = await getMyNumbers(viewer);
  const asked = await listAskedSignals(viewer);
  const explaining = asked.rows[0] === undefined ? null : await getExplaining(viewer, asked.rows[0].id);
  return (
    <>
      <PageHeader
        title="My numbers"
        facts={
          <>
            <span>{`${viewer.name} · ${formatDate(today())}`}</span>
            <CsvLink href="/api/export/my-numbers" of="my numbers" />
          </>
        }
      />
      <div className={asked.rows.length > 0 ? "lg:grid lg:grid-cols-[minmax(0,1fr)_304px] lg:gap-x-8" : ""}>
        <div className="min-w-0">
          {due.length === 0 ? (
            <EmptyState>You have no measures to enter: those of your departments are computed or belong to somebody else.</EmptyState>
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
              caption="from records and formulas, nothing to enter"
            >
              <FilledIn rows={filledIn} />
            </Section>
          )}
        </div>
        {explaining !== null && (
          <ExplainPanel signals={asked.rows} total={asked.total} explaining={explaining} explain={explainSignalAction} />
        )}
      </div>
    </>
  );
}
