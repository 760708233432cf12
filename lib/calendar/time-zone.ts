import type { IsoDate } from "./dates";

/** Whether the name is a time zone this runtime knows: "Europe/Berlin", "UTC". Offsets such as "+02:00" are not: they know no summer time. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The names to choose from, in alphabetical order, UTC first. */
export const timeZoneNames = (): string[] => ["UTC", ...Intl.supportedValuesOf("timeZone").filter((name) => name !== "UTC")];

/** The day, the hour (0 to 23) and the weekday (1 Monday to 7 Sunday) that clocks on the wall show there at an instant (ISO or Date). */
export function wallClock(at: Date | string, timeZone: string): { day: IsoDate; hour: number; weekday: number } {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    hourCycle: "h23",
  }).formatToParts(new Date(at));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((p) => p.type === type)?.value ?? "";
  const day = `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
  return { day, hour: Number(part("hour")), weekday: ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1 };
}
