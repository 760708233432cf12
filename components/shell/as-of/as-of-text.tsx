"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { AREAS } from "@/lib/areas";

const looksBack = (path: string) =>
  /^\/(?:kpis|departments)\/.|^\/decisions(?:\/|$)/.test(path) || AREAS.some(({ slug }) => path === `/${slug}`);
const DAY = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "now", or the day the page looks back to: "5 May 2014". Avoids the calendar library, which no other part of the frame needs. */
export function AsOfText({ today }: { today: string }) {
  const path = usePathname();
  const asked = useSearchParams().get("asOf") ?? "";
  const [, year, month, day] = (asked < today && looksBack(path) && DAY.exec(asked)) || [];
  return day === undefined ? "now" : `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
}
