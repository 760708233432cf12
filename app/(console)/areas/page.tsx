import type { Metadata } from "next";
import Link from "next/link";
import { StatusMark } from "@/components/charts/status-mark";
import { PageHeader } from "@/components/shell/page-header";
import { AREAS } from "@/lib/areas";
import { requireViewer } from "@/lib/platform/auth/session";
import { getShell } from "@/lib/today/shell";

export const metadata: Metadata = { title: "Areas" };

/** The ten areas with the worst of each: the phone's main menu. */
export default async function AreasRoute() {
  const { areaMarks } = await getShell(await requireViewer());
  return (
    <>
      <PageHeader title="Areas" />
      <ul className="mt-3 border-t text-table">
        {AREAS.map((area) => {
          const mark = areaMarks[area.slug];
          return (
            <li key={area.slug} className="flex h-11 items-center justify-between border-b">
              <Link href={`/${area.slug}`} className="flex h-full flex-1 items-center font-medium underline-offset-2 hover:underline">
                {area.name}
              </Link>
              <StatusMark status={mark?.status ?? "no-data"} staleDays={mark?.staleDays ?? null} />
            </li>
          );
        })}
      </ul>
    </>
  );
}
