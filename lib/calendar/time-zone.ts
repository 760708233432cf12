import { type IsoDate, parseDate } from "./dates";

/**
 * Whether the name is a time zone this runtime knows: "Europe/Berlin", "UTC". Offsets such as "+02:00" are not accepted, because they have
 * no summer time.
 */
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

/** Creating one costs more than a hundred uses of it. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const held = clocks.get(timeZone);
  if (held !== undefined) return held;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    hourCycle: "h23",
  });
  clocks.set(timeZone, made);
  return made;
}

/** The local day, hour (0 to 23) and weekday (1 Monday to 7 Sunday) in a time zone at an instant (ISO or Date). */
export function wallClock(at: Date | string, timeZone: string): { day: IsoDate; hour: number; weekday: number } {
  const parts = clockOf(timeZone).formatToParts(new Date(at));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((p) => p.type === type)?.value ?? "";
  const day = `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
  return { day, hour: Number(part("hour")), weekday: ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1 };
}

/**
 * The first instant of a calendar day in `timeZone`, as an ISO instant; if the clocks skip midnight, the first one that exists. Throws
 * RangeError for an invalid time zone.
 */
export const startOfDay = (day: IsoDate, timeZone: string): string =>
  new Date(parseDate(day).toZonedDateTime(timeZone).epochMilliseconds).toISOString();

/** The last millisecond of a calendar day in `timeZone`, as an ISO instant. Throws RangeError for an invalid time zone. */
export const endOfDay = (day: IsoDate, timeZone: string): string =>
  new Date(parseDate(day).add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds - 1).toISOString();
