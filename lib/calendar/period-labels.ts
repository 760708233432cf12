import { type IsoDate, parseDate } from "./dates";
import { type FiscalCalendar, fiscalYearOf } from "./fiscal-year";
import type { Frequency } from "./periods";

// Written out instead of using Intl, so that labels do not differ between server and browser ("Sep" or "Sept").
export const MONTH_NAMES = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

const monthName = (month: number) => MONTH_NAMES[month - 1] ?? "";
const shortMonth = (month: number) => monthName(month).slice(0, 3);
const shortYear = (year: number) => String(year % 100).padStart(2, "0");

/**
 * Name of the period that contains `date` (usually its start): "30 May 2014", "week of 26 May 2014", "May 2014", "Q2 2014", "H1 2014",
 * "FY2014". If the fiscal year is not the calendar year, "Q2 FY2014" and "H1 FY2014"; months of whole weeks are "P5 FY2014". Fiscal years
 * are named after the calendar year they close in.
 */
export function periodLabel(date: IsoDate, frequency: Frequency, calendar: FiscalCalendar): string {
  const day = parseDate(date);
  if (frequency === "day") return `${day.day} ${monthName(day.month)} ${day.year}`;
  if (frequency === "week") {
    const monday = day.subtract({ days: day.dayOfWeek - 1 });
    return `week of ${monday.day} ${monthName(monday.month)} ${monday.year}`;
  }
  if (frequency === "month" && calendar.pattern === "months") return `${monthName(day.month)} ${day.year}`;
  const { name, part } = place(date, frequency, calendar);
  if (frequency === "year") return `FY${name}`;
  return `${part} ${isCalendarYear(calendar) ? name : `FY${name}`}`;
}

/** Short form for axes: "30 May", "26 May", "May 14", "Q2 14", "H1 14", "FY14"; months of whole weeks "P5 14". */
export function periodShortLabel(date: IsoDate, frequency: Frequency, calendar: FiscalCalendar): string {
  const day = parseDate(date);
  if (frequency === "day") return `${day.day} ${shortMonth(day.month)}`;
  if (frequency === "week") {
    const monday = day.subtract({ days: day.dayOfWeek - 1 });
    return `${monday.day} ${shortMonth(monday.month)}`;
  }
  if (frequency === "month" && calendar.pattern === "months") return `${shortMonth(day.month)} ${shortYear(day.year)}`;
  const { name, part } = place(date, frequency, calendar);
  return frequency === "year" ? `FY${shortYear(name)}` : `${part} ${shortYear(name)}`;
}

const isCalendarYear = ({ startMonth, pattern }: FiscalCalendar) => startMonth === 1 && pattern === "months";

function place(date: IsoDate, frequency: "month" | "quarter" | "half_year" | "year", calendar: FiscalCalendar) {
  const year = fiscalYearOf(date, calendar);
  const month = year.months.findIndex(({ end }) => date <= end);
  const parts = { month: `P${month + 1}`, quarter: `Q${Math.floor(month / 3) + 1}`, half_year: month < 6 ? "H1" : "H2", year: "" };
  return { name: year.name, part: parts[frequency] };
}
