import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CompanyForm } from "@/components/settings/company-form";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import { SignalClockForm } from "@/components/settings/signal-clock-form";
import { PageHeader } from "@/components/shell/page-header";
import { Section } from "@/components/ui/section";
import { timeZoneNames } from "@/lib/calendar/time-zone";
import { requireViewer } from "@/lib/platform/auth/session";
import { getCompanySettings } from "@/lib/settings/page";
import { changeCompanyAction, changeSignalClockAction } from "./actions";

export const metadata: Metadata = { title: "Company" };

export default async function CompanyRoute() {
  const viewer = await requireViewer();
  const settings = await getCompanySettings(viewer);
  if (!settings) notFound();
  const {
    company,
    signals: { clock, severity },
    moves,
  } = settings;
  const { startMonth, pattern, yearEnd } = company.calendar;
  return (
    <>
      <PageHeader title="Settings" />
      <SettingsTabs viewer={viewer} current="/settings/company" />
      <Section title="Company">
        <CompanyForm
          company={{
            version: String(company.version),
            name: company.name,
            currency: company.currency,
            timeZone: company.timeZone,
            fiscalStartMonth: String(startMonth),
            fiscalPattern: pattern,
            yearEndWeekday: String(yearEnd?.weekday ?? 7),
            yearEndRule: yearEnd?.rule ?? "last",
          }}
          timeZones={timeZoneNames()}
          moves={moves}
          action={changeCompanyAction}
        />
      </Section>
      <Section title="Time to answer a signal">
        <SignalClockForm
          clock={{
            high: String(clock.workingDays[3]),
            medium: String(clock.workingDays[2]),
            low: String(clock.workingDays[1]),
            hour: String(clock.hour),
            money: severity.money.toLocaleString("en-GB"),
          }}
          action={changeSignalClockAction}
        />
      </Section>
    </>
  );
}
