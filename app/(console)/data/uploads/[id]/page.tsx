import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { BusyPanel } from "@/components/imports/busy-panel";
import { CheckResult } from "@/components/imports/check-result";
import { FormatForm } from "@/components/imports/mapping/format-form";
import { MappingWizard } from "@/components/imports/mapping/mapping-wizard";
import { SampleTable } from "@/components/imports/mapping/sample-table";
import { VerbForm } from "@/components/people/forms/verb-form";
import { PageHeader } from "@/components/shell/page-header";
import { Section } from "@/components/ui/section";
import { businessZone } from "@/lib/clock";
import { isId } from "@/lib/fields";
import { formatInstant, formatNumber } from "@/lib/format";
import { IMPORTED } from "@/lib/imports/targets/described";
import { getUpload, type UploadDetail } from "@/lib/imports/uploads/queries";
import { isBusy, STATE_WORDS } from "@/lib/imports/uploads/state";
import { requireViewer } from "@/lib/platform/auth/session";
import { canSomewhere } from "@/lib/platform/authz/policy";
import {
  cancelUploadAction,
  checkUploadAction,
  readUploadAction,
  removeUploadAction,
  runUploadAction,
  saveMappingAction,
} from "../../actions";

export const metadata: Metadata = { title: "A file" };

export default async function UploadPage({ params }: PageProps<"/data/uploads/[id]">) {
  const { id } = await params;
  const viewer = await requireViewer();
  const upload = isId(id) ? await getUpload(viewer, id) : null;
  if (!upload) notFound();
  const { status } = upload;
  return (
    <>
      <PageHeader
        title={upload.fileName}
        crumbs={[{ label: "Data", href: "/data" }, { label: "File" }]}
        facts={`${formatNumber(Math.ceil(upload.size / 1024), "full")} kB, uploaded ${formatInstant(upload.at, businessZone())}, ${STATE_WORDS[status.state]}`}
        actions={
          !isBusy(status.state) && (
            <VerbForm
              action={removeUploadAction}
              fields={{ uploadId: upload.id }}
              label="Remove file"
              confirm="The file and its check results are removed. The data imported from it stays."
            />
          )
        }
      />
      {status.failure !== null && (
        <p role="alert" className="mt-3 max-w-[76ch] text-table font-medium text-bad">
          {status.failure}
        </p>
      )}
      {status.state === "cancelled" && <p className="mt-3 text-table">Stopped. Nothing was written.</p>}
      {isBusy(status.state) ? (
        <Section title={status.state === "checking" ? "Checking" : "Importing"}>
          <BusyPanel uploadId={upload.id} status={status} rows={upload.preview?.rows ?? null} cancel={cancelUploadAction} />
        </Section>
      ) : status.state === "done" ? (
        <Done upload={upload} mayDefine={canSomewhere(viewer, "kpi.define")} />
      ) : (
        <Steps upload={upload} />
      )}
    </>
  );
}

function Steps({ upload }: { upload: UploadDetail }) {
  const { look, status, format } = upload;
  return (
    <>
      <Section title="1. File format" caption={look ? `${look.columns.length} columns` : ""}>
        {upload.problem !== null && <p className="py-2 text-table font-medium text-bad">{upload.problem}</p>}
        {look?.detected.notes.map((note) => (
          <p key={note} className="max-w-[76ch] py-1 text-table">
            {note}
          </p>
        ))}
        <FormatForm
          key={JSON.stringify(format)}
          uploadId={upload.id}
          format={format}
          detected={look?.detected.format ?? null}
          action={readUploadAction}
        />
        {look && <SampleTable columns={look.columns} rows={look.sample} />}
      </Section>
      {look && (
        <MappingWizard
          key={JSON.stringify(format)}
          uploadId={upload.id}
          fileName={upload.fileName}
          version={status.version}
          format={format}
          look={{ columns: look.columns, format: look.detected.format, periods: look.periods, repeatedRows: look.repeatedRows }}
          existing={upload.existing}
          kinds={upload.kinds}
          matches={upload.matches}
          saved={upload.saved}
          mapping={upload.mapping}
          check={checkUploadAction}
          save={saveMappingAction}
        >
          {status.state === "checked" && upload.preview && (
            <CheckResult
              uploadId={upload.id}
              version={status.version}
              preview={upload.preview}
              partial={upload.mapping?.partial ?? false}
              run={runUploadAction}
            />
          )}
        </MappingWizard>
      )}
    </>
  );
}

/** The page that shows what was imported; targets and measurements are shown with their KPIs. */
function shownAt(target: string): string {
  const own = IMPORTED.find(({ imported }) => imported.target === target);
  return own === undefined ? "/performance" : (own.imported.shownAt ?? own.words.listed?.href ?? "/data");
}

function Done({ upload, mayDefine }: { upload: UploadDetail; mayDefine: boolean }) {
  const into = upload.mapping?.into;
  const link = "underline underline-offset-2";
  return (
    <Section title="Imported">
      <p className="max-w-[76ch] py-3 text-table">
        {upload.status.importId === null
          ? "All its rows exist already; nothing was written. "
          : `${formatNumber(upload.preview?.newRows ?? 0, "full")} new and ${formatNumber(upload.preview?.changedRows ?? 0, "full")} changed rows were imported as import ${upload.status.importId}. `}
        {into && !("kind" in into) && (
          <Link className={link} href={shownAt(into.target)}>
            View them
          </Link>
        )}
        {into && "kind" in into && mayDefine && (
          <Link className={link} href={`/data/kpis/new?kind=${into.kind.code}`}>
            Define a KPI from {into.kind.name}
          </Link>
        )}
        {into && "kind" in into && !mayDefine && (
          <>
            The COO or a lead defines KPIs from {into.kind.name}:{" "}
            <Link className={link} href="/settings/people">
              give somebody one of these roles
            </Link>
            , or yourself.
          </>
        )}{" "}
        <Link className={link} href="/data">
          Back to Data
        </Link>
      </p>
    </Section>
  );
}
