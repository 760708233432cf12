import { AREAS } from "@/lib/areas";
import { ENTITY_WORDS } from "@/lib/entities/words";
import { canSomewhere, type Verb } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import type { Command } from "./command";

type Offer = Omit<Command, "group" | "id"> & { verb?: Verb };

const DO: readonly Offer[] = [
  { label: "Assign an initiative", also: "new project work delegate", href: "/initiatives/new", verb: "initiative.assign" },
  { label: "Enter a number", also: "record value measurement report", href: "/my-numbers", verb: "measurement.record" },
  {
    label: "Correct a value…",
    also: "change fix measurement",
    verb: "measurement.record",
    pick: { kind: "kpi", verb: "measurement.record", at: "#enter", ask: "Of which KPI?" },
  },
  {
    label: "Annotate a KPI…",
    also: "note baseline new level exclude event",
    verb: "annotation.add",
    pick: { kind: "kpi", verb: "annotation.add", at: "#annotate", ask: "Which KPI?" },
  },
  {
    label: "Set a target…",
    also: "goal floor ceiling",
    verb: "target.set",
    pick: { kind: "kpi", verb: "target.set", at: "#target", ask: "Of which KPI?" },
  },
  {
    label: "Explain a signal…",
    also: "cause answer",
    verb: "signal.explain",
    pick: { kind: "kpi", verb: "signal.explain", at: "#signals", ask: "Of which KPI?" },
  },
  {
    label: "Watch a KPI…",
    also: "follow notify subscribe",
    verb: "kpi.watch",
    pick: { kind: "kpi", verb: "kpi.watch", at: "", ask: "Which KPI?" },
  },
  {
    label: "Comment on a KPI…",
    also: "say discuss mention",
    verb: "comment.write",
    pick: { kind: "kpi", verb: "comment.write", at: "#comments", ask: "On which KPI?" },
  },
  {
    label: "Report on an initiative…",
    also: "check in update progress",
    verb: "initiative.report",
    pick: { kind: "initiative", verb: "initiative.report", at: "", ask: "On which initiative?" },
  },
  { label: "Define a KPI", also: "new measure formula create", href: "/data/kpis/new", verb: "kpi.define" },
  { label: "Import a file", also: "upload csv bring in records", href: "/data", verb: "data.import" },
  { label: "Invite a person", also: "account access grant add user", href: "/settings/people", verb: "person.manage" },
  { label: "Add a department", also: "unit team organisation new create", href: "/settings/departments", verb: "organisation.change" },
  { label: "Add a position", also: "seat job holder owner new create", href: "/settings/departments", verb: "organisation.change" },
  {
    label: "Change the definition of a KPI…",
    also: "define edit formula frequency owner",
    verb: "kpi.define",
    pick: { kind: "kpi", verb: "kpi.define", at: "/edit", ask: "Which KPI?" },
  },
  { label: "Change my digest, quiet hours and keys", also: "mail notifications letters settings", href: "/settings/account#digest" },
  { label: "Change my password", also: "account sessions", href: "/settings/account" },
  { label: "Print this page", also: "pdf paper export", run: "print" },
  { label: "Theme: light", also: "bright appearance", run: "theme-light" },
  { label: "Theme: dark", also: "night appearance", run: "theme-dark" },
  { label: "Theme: system", also: "appearance auto", run: "theme-system" },
  { label: "Sign out", also: "log out leave end session", run: "sign-out" },
];

const GO: readonly Offer[] = [
  { label: "Today", hint: "G T", also: "home start signals", href: "/" },
  { label: "My numbers", hint: "G M", also: "enter values", href: "/my-numbers", verb: "measurement.record" },
  ...AREAS.map((area, i) => ({ label: area.name, hint: `G ${(i + 1) % 10}`, also: "area", href: `/${area.slug}` })),
  { label: "Departments", also: "units organisation", href: "/departments" },
  { label: "Initiatives", also: "projects work", href: "/initiatives" },
  { label: "Notifications", also: "bell told", href: "/notifications" },
  { label: "Data", also: "sources imports records", href: "/data", verb: "data.read" },
  { label: "People and access", also: "grants accounts users", href: "/settings/people", verb: "grant.read" },
  {
    label: "Departments and positions",
    also: "organisation chart structure seats holders close",
    href: "/settings/departments",
    verb: "grant.read",
  },
  { label: "Company settings", also: "calendar fiscal year time zone currency name", href: "/settings/company", verb: "company.change" },
  { label: "Invitations", also: "links password accounts", href: "/settings/invitations", verb: "person.manage" },
  { label: "Mail and background work", also: "jobs smtp worker queue", href: "/settings/background", verb: "company.change" },
  { label: "Audit log", also: "history who changed", href: "/audit", verb: "audit.read" },
  { label: "My account", also: "settings password sessions", href: "/settings/account" },
  { label: "Search", href: "/search" },
  { label: "Help", hint: "limits, status, signals, keys", also: "explain manual documentation", href: "/help" },
];

/** Every page and verb the viewer may use somewhere, by the same table the commands behind them enforce. */
export function commandsOf(viewer: Viewer): Command[] {
  const offered = (group: Command["group"], offers: readonly Offer[]): Command[] =>
    offers
      .filter(({ verb }) => verb === undefined || canSomewhere(viewer, verb))
      .map(({ verb: _, ...offer }) => ({ id: offer.label, group, ...offer }));
  const ofEntities = (group: "do" | "go") => ENTITY_WORDS.flatMap(({ offers }) => offers?.[group] ?? []);
  return [...offered("Commands", [...DO, ...ofEntities("do")]), ...offered("Go to", [...GO, ...ofEntities("go")])];
}
