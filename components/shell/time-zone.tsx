"use client";

import { createContext, type ReactNode, useContext } from "react";

const Zone = createContext("UTC");

/** Tells what is drawn in the browser by which clock times are printed: the company's, wherever its reader is. */
export function TimeZoneProvider({ timeZone, children }: { timeZone: string; children: ReactNode }) {
  return <Zone.Provider value={timeZone}>{children}</Zone.Provider>;
}

/** The company's time zone, IANA name. */
export const useTimeZone = (): string => useContext(Zone);
