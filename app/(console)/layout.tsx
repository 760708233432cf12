import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { DraftGuard } from "@/components/numbers/draft-guard";
import { PaletteButton } from "@/components/palette/palette-button";
import { AsOfText } from "@/components/shell/as-of/as-of-text";
import { ConsoleShell } from "@/components/shell/frame/console-shell";
import { Header } from "@/components/shell/frame/header";
import { Keys } from "@/components/shell/frame/keys";
import { Navigation, type NavigationItem } from "@/components/shell/frame/navigation";
import { PhoneBar } from "@/components/shell/frame/phone-bar";
import { themeFromCookie } from "@/components/shell/frame/theme";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { TimeZoneProvider } from "@/components/shell/time-zone";
import { AREAS } from "@/lib/areas";
import { businessZone, now, realNow, today } from "@/lib/clock";
import { ENTITY_WORDS } from "@/lib/entities/words";
import { env } from "@/lib/env";
import { formatInstant } from "@/lib/format";
import { requireViewer } from "@/lib/platform/auth/session";
import { canSomewhere } from "@/lib/platform/authz/policy";
import { getShell } from "@/lib/today/shell";
import { signOutAction } from "../(auth)/actions";

/** The frame of every signed-in page. It offers what the viewer may open; each page and command still checks access itself. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const drawnAt = realNow().getTime();
  const viewer = await requireViewer();
  const shell = await getShell(viewer);
  const enters = canSomewhere(viewer, "measurement.record");
  const main: NavigationItem[] = [
    { href: "/", label: "Today", icon: "today", count: shell.needsYou },
    ...(enters ? [{ href: "/my-numbers", label: "My numbers", icon: "numbers" as const, count: shell.numbersDue }] : []),
  ];
  const company: NavigationItem[] = [
    { href: "/departments", label: "Departments", icon: "departments" },
    { href: "/initiatives", label: "Initiatives", icon: "initiatives" },
    ...ENTITY_WORDS.flatMap(({ listed, many }) =>
      listed && canSomewhere(viewer, listed.reads) ? [{ href: listed.href, label: many, icon: "list" as const }] : [],
    ),
    ...(canSomewhere(viewer, "data.read") ? [{ href: "/data", label: "Data", icon: "data" as const }] : []),
    ...(canSomewhere(viewer, "grant.read") ? [{ href: "/settings/people", label: "People and access", icon: "people" as const }] : []),
    ...(canSomewhere(viewer, "audit.read") ? [{ href: "/audit", label: "Audit log", icon: "audit" as const }] : []),
  ];
  const phone = [
    { href: "/", label: "Today", count: shell.needsYou },
    ...(enters ? [{ href: "/my-numbers", label: "My numbers", count: shell.numbersDue }] : []),
    { href: "/areas", label: "Areas", under: AREAS.map((area) => `/${area.slug}`) },
    ...(enters ? [] : [{ href: "/initiatives", label: "Initiatives" }]),
    { href: "/search", label: "Search" },
  ];
  return (
    <ConsoleShell
      navigation={<Navigation companyName={shell.company.name} main={main} areaMarks={shell.areaMarks} company={company} />}
      header={
        <Header
          companyName={shell.company.name}
          demonstration={env.DEMO === "1"}
          clockText={formatInstant(now().toISOString(), businessZone())}
          asOfText={<AsOfText today={today()} />}
          {...(shell.company.recordsNote !== null && { clockNote: shell.company.recordsNote })}
          theme={themeFromCookie((await cookies()).get("theme")?.value)}
          personName={viewer.name}
          signOutAction={signOutAction}
          palette={<PaletteButton personId={viewer.personId} signOutAction={signOutAction} />}
          unread={shell.unread}
        />
      }
      phoneBar={<PhoneBar items={phone} />}
    >
      <TimeZoneProvider timeZone={businessZone()}>{children}</TimeZoneProvider>
      <DraftGuard personId={viewer.personId} />
      {shell.singleKeys && <Keys />}
      <LiveRefresh since={drawnAt} />
    </ConsoleShell>
  );
}
