"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

/** Whether a path is the page of a link or is under it; "/" is only itself. */
export function isCurrent(path: string, href: string): boolean {
  return path === href || (href !== "/" && path.startsWith(`${href}/`));
}

type Props = {
  href: string;
  /** other places that count as this one: the ten areas under "Areas" */
  under?: string[];
  className: string;
  /** classes while it is the current page */
  current: string;
  children: ReactNode;
};

/**
 * A link that knows whether it is where we are: the only script of the navigation. Nothing is fetched ahead: every page is made again for
 * its viewer when it is opened, and asking for twenty of them beside each page would hold nothing that can be shown.
 */
export function NavLink({ href, under = [], className, current, children }: Props) {
  const path = usePathname();
  const here = [href, ...under].some((place) => isCurrent(path, place));
  return (
    <Link href={href} prefetch={false} {...(here && { "aria-current": "page" as const })} className={clsx(className, here && current)}>
      {children}
    </Link>
  );
}
