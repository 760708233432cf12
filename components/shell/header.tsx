import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import type { Theme } from "./theme";
import { ThemeSwitch } from "./theme-switch";

type Props = {
  /** a demonstration's clock is pinned, and says so */
  demonstration: boolean;
  /** "Mon 2 June 2014, 08:00" */
  clockText: string;
  /** what follows the clock in a demonstration: "where the records end." */
  clockNote?: string;
  /** "now", or the instant that the page is asked about */
  asKnownText?: string;
  theme: Theme;
  personName: string;
  signOutAction: (form: FormData) => void | Promise<void>;
  /** the palette's button, once there is one */
  palette?: ReactNode;
};

/** The line on top of every page: which clock, as known when, how it looks, who is signed in. */
export function Header({ demonstration, clockText, clockNote, asKnownText = "now", theme, personName, signOutAction, palette }: Props) {
  return (
    <header className="flex min-h-10 flex-wrap items-center gap-x-4 border-b px-4 text-caption text-muted md:flex-nowrap md:px-6 print:hidden">
      {demonstration && <Badge>Demonstration</Badge>}
      <p className="md:flex-1">
        {demonstration && <span className="max-md:sr-only">Clock stands at </span>}
        <strong className="text-fg">{clockText}</strong>
        {demonstration && clockNote !== undefined && <span className="max-md:hidden">, {clockNote}</span>}
      </p>
      <p className="whitespace-nowrap max-md:hidden">
        As known: <strong className="text-fg">{asKnownText}</strong>
      </p>
      {palette}
      <span className="max-md:ml-auto">
        <ThemeSwitch initial={theme} />
      </span>
      <span className="whitespace-nowrap text-fg max-md:order-last">{personName}</span>
      <form action={signOutAction}>
        <button type="submit" className="h-11 cursor-pointer whitespace-nowrap underline underline-offset-2 hover:text-fg md:h-7">
          Sign out
        </button>
      </form>
    </header>
  );
}
