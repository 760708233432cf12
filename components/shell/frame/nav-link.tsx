"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

/** Whether a path is the page of a link or below it; "/" is only itself. */
export function isCurrent(path: string, href: string): boolean {
  return path === href || (href !== "/" && path.startsWith(`${href}/`));
}

type Props = {
  href: string;
  /** other paths that count as this one: the ten areas under "Areas" */
  under?: string[];
  className: string;
  /** classes while it is the current page */
  current: string;
  children: ReactNode;
};

/**
 * A link that knows whether it is the current page: the navigation's only script. Nothing is prefetched: every page is made for its viewer
 * when it is opened, and prefetching twenty of them with each page would fetch nothing that can be shown.
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
