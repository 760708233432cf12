import { Bell, CircleHelp, CircleUser } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import type { FormActionProp } from "@/components/ui/use-action-form";
import { SignOutForm } from "./sign-out-form";
import type { Theme } from "./theme";
import { ThemeSwitch } from "./theme-switch";

type Props = {
  /** a demonstration has a pinned clock, and says so */
  demonstration: boolean;
  /** printed on top of the paper, which has no navigation */
  companyName?: string;
  /** "Mon 2 June 2014, 08:00" */
  clockText: string;
  /** added after the clock in a demonstration: "where the records end." */
  clockNote?: string;
  /** "now", or the day the page looks back to */
  asOfText?: ReactNode;
  theme: Theme;
  personName: string;
  signOutAction: FormActionProp<null>;
  /** the button for the palette */
  palette?: ReactNode;
  /** unread notices; 100 means more */
  unread?: number;
};

/** The line on top of every page: clock, day looked back to, theme, who is signed in. */
export function Header({
  demonstration,
  companyName,
  clockText,
  clockNote,
  asOfText = "now",
  theme,
  personName,
  signOutAction,
  palette,
  unread = 0,
}: Props) {
  return (
    <header className="flex min-h-10 items-center gap-4 border-b px-4 text-caption text-muted max-md:gap-2 md:px-6">
      {companyName !== undefined && <strong className="hidden text-fg print:inline">{companyName}</strong>}
      {demonstration && <Badge>Demonstration</Badge>}
      <p className="md:flex-1">
        {demonstration && <span className="max-md:sr-only">Clock set to </span>}
        <strong className="text-fg">{clockText}</strong>
        {demonstration && clockNote !== undefined && <span className="max-2xl:hidden">, {clockNote}</span>}
      </p>
      <p className="whitespace-nowrap max-md:hidden">
        As known on: <strong className="text-fg">{asOfText}</strong>
      </p>
      <p className="hidden print:block">Printed by {personName}</p>
      {palette}
      <div className="-mx-2 flex max-md:ml-auto max-md:-mr-2 print:hidden">
        <IconLink href="/help" label="Help">
          <CircleHelp size={16} strokeWidth={1.5} aria-hidden="true" />
        </IconLink>
        <IconLink href="/notifications" label={unread === 0 ? "Notifications" : `Notifications, ${unreadText(unread)} unread`}>
          <Bell size={16} strokeWidth={1.5} aria-hidden="true" />
          {unread > 0 && <span className="ml-0.5 font-semibold text-fg">{unreadText(unread)}</span>}
        </IconLink>
      </div>
      <div className="flex items-center gap-4 max-md:hidden print:hidden">
        <Account theme={theme} personName={personName} signOutAction={signOutAction} />
      </div>
      <details className="relative md:hidden print:hidden">
        <summary
          aria-label={`Account of ${personName}`}
          className="-mr-3 flex size-11 cursor-pointer list-none items-center justify-center"
        >
          <CircleUser size={20} strokeWidth={1.5} aria-hidden="true" />
        </summary>
        <div className="absolute right-0 z-10 grid min-w-40 gap-1 rounded border border-border bg-bg px-3 py-2">
          <Account theme={theme} personName={personName} signOutAction={signOutAction} />
        </div>
      </details>
    </header>
  );
}

const unreadText = (unread: number) => (unread > 99 ? "99+" : String(unread));

function IconLink({ href, label, children }: { href: string; label: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      aria-label={label}
      title={label}
      className="flex h-11 min-w-11 items-center justify-center rounded hover:text-fg md:h-7 md:min-w-8"
    >
      {children}
    </Link>
  );
}

/** Theme, who is signed in, and sign-out; side by side on the desktop, in a menu on the phone. */
function Account({ theme, personName, signOutAction }: Pick<Props, "theme" | "personName" | "signOutAction">) {
  return (
    <>
      <ThemeSwitch initial={theme} />
      <Link
        href="/settings/account"
        title={personName}
        className="max-w-56 truncate text-fg underline-offset-2 hover:underline max-md:order-first max-md:py-3"
      >
        {personName}
      </Link>
      <SignOutForm action={signOutAction} />
    </>
  );
}
