"use client";

import { createContext, type ReactNode, useContext } from "react";

const Zone = createContext("UTC");

/** Provides the company's time zone for clock times rendered in the browser, wherever the reader is. */
export function TimeZoneProvider({ timeZone, children }: { timeZone: string; children: ReactNode }) {
  return <Zone.Provider value={timeZone}>{children}</Zone.Provider>;
}

/** The company's time zone, IANA name. */
export const useTimeZone = (): string => useContext(Zone);
