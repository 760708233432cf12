// npm run company -- [--name TEXT] [--fiscal-start MONTH] [--time-zone NAME] [--currency CODE] [--as EMAIL]: changes the same settings as
// Settings, Company. MONTH is 1 to 12. A new fiscal year recomputes the KPIs computed by it; it is refused if values by quarter, half-year
// or year were entered or imported.
import { parseArgs } from "node:util";
import "@/lib/entry/listeners";
import { companyTimeZone } from "@/lib/company/time-zone";
import { AppError } from "@/lib/errors";
import { viewerByEmail } from "@/lib/platform/auth/load-viewer";
import { pool } from "@/lib/platform/db/client";
import { type CompanyChange, changeCompany } from "@/lib/settings/commands";

const USAGE = `npm run company -- [--name TEXT] [--fiscal-start 1-12] [--time-zone Europe/Berlin] [--currency EUR] [--as EMAIL]
A new fiscal year recomputes computed KPIs; it is refused if values by quarter, half-year or year were entered or imported.`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      name: { type: "string" },
      "fiscal-start": { type: "string" },
      "time-zone": { type: "string" },
      currency: { type: "string" },
      as: { type: "string" },
    },
  });
  const start = values["fiscal-start"];
  const { "time-zone": timeZone, currency } = values;
  if ([values.name, start, timeZone, currency].every((value) => value === undefined)) {
    console.error(USAGE);
    return 2;
  }
  await companyTimeZone(); // sets the time zone that decides the day
  const viewer = values.as === undefined ? "system" : await viewerByEmail(values.as);
  if (viewer === null) throw new AppError("NOT_FOUND", `Nobody signs in with ${values.as}.`);
  const change: CompanyChange = {
    ...(values.name !== undefined && { name: values.name }),
    ...(start !== undefined && { fiscalStartMonth: Number(start) }),
    ...(timeZone !== undefined && { timeZone }),
    ...(currency !== undefined && { currency: currency.toUpperCase() }),
  };
  const { name, calendar, ...company } = await changeCompany(viewer, change);
  console.log(`${name}; the fiscal year starts in month ${calendar.startMonth}; ${company.currency}, ${company.timeZone}.`);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  const usage = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  if (!usage && !(error instanceof AppError)) throw error;
  console.error(error.message);
  process.exitCode = usage ? 2 : 1;
} finally {
  await pool.end();
}
