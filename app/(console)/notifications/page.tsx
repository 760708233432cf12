import type { Metadata } from "next";
import { NoticeList } from "@/components/notices/notice-list";
import { VerbForm } from "@/components/people/forms/verb-form";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { businessZone, now } from "@/lib/clock";
import { listNotices, NOTICES_LISTED } from "@/lib/notices/queries";
import { requireViewer } from "@/lib/platform/auth/session";
import { markAllReadAction, markReadAction } from "./actions";

export const metadata: Metadata = { title: "Notifications" };

export default async function NotificationsRoute() {
  const viewer = await requireViewer();
  const notices = await listNotices(viewer);
  const unread = notices.filter((notice) => !notice.read);
  const newest = notices[0];
  return (
    <>
      <PageHeader
        title="Notifications"
        facts={<span>{unread.length === 0 ? "all read" : `${unread.length} unread`}</span>}
        actions={
          unread.length > 0 &&
          newest !== undefined && <VerbForm action={markAllReadAction} fields={{ upTo: newest.id }} label="Mark all as read" />
        }
      />
      <Section
        title="Your notifications"
        count={notices.length}
        caption={notices.length === NOTICES_LISTED ? `the last ${NOTICES_LISTED}, newest first` : "newest first"}
      >
        {notices.length === 0 ? (
          <EmptyState>
            No notifications yet. You are notified when somebody asks you about a signal, mentions you in a comment or assigns you work, and
            when your values are due.
          </EmptyState>
        ) : (
          <NoticeList notices={notices} now={now().toISOString()} timeZone={businessZone()} action={markReadAction} />
        )}
      </Section>
    </>
  );
}
