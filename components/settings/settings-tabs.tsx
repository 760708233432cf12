import { Tabs } from "@/components/ui/tabs";
import { can, canSomewhere } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";

/** The settings pages the viewer may open. A single one shows no tabs. */
export function SettingsTabs({ viewer, current }: { viewer: Viewer; current: string }) {
  const company = can(viewer, "company.change", { departmentId: null });
  const tabs = [
    { href: "/settings/account", label: "Your account" },
    ...(canSomewhere(viewer, "grant.read") ? [{ href: "/settings/people", label: "People and access" }] : []),
    ...(canSomewhere(viewer, "grant.read") ? [{ href: "/settings/departments", label: "Departments and positions" }] : []),
    ...(canSomewhere(viewer, "person.manage") ? [{ href: "/settings/invitations", label: "Invitations" }] : []),
    ...(company
      ? [
          { href: "/settings/company", label: "Company" },
          { href: "/settings/background", label: "Mail and background work" },
        ]
      : []),
  ];
  return tabs.length < 2 ? null : <Tabs label="Settings" tabs={tabs} current={current} />;
}
