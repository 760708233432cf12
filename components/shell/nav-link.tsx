"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

/** Whether a path is the page of a link or lies under it; "/" is only itself. */
export function isCurrent(path: string, href: string): boolean {
  return path === href || (href !== "/" && path.startsWith(`${href}/`));
}

/** A link that knows whether it is where we are: the only script of the navigation. */
export function NavLink({ href, className, current, children }: { href: string; className: string; current: string; children: ReactNode }) {
  const here = isCurrent(usePathname(), href);
  return (
    <Link href={href} {...(here && { "aria-current": "page" as const })} className={clsx(className, here && current)}>
      {children}
    </Link>
  );
}
