// npm run company -- [--name TEXT] [--fiscal-start MONTH] [--as EMAIL]: what the company is called and when its fiscal year starts.
import { parseArgs } from "node:util";
import { viewerByEmail } from "@/lib/auth/load-viewer";
import { pool } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { type CompanyChange, changeCompany } from "@/lib/settings/commands";

const USAGE = `npm run company -- [--name TEXT] [--fiscal-start 1-12] [--as EMAIL]
The fiscal year is set before any KPI by quarter, half-year or year has a value or a target.`;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { name: { type: "string" }, "fiscal-start": { type: "string" }, as: { type: "string" } } });
  const start = values["fiscal-start"];
  if (values.name === undefined && start === undefined) {
    console.error(USAGE);
    return 2;
  }
  const viewer = values.as === undefined ? "system" : await viewerByEmail(values.as);
  if (viewer === null) throw new AppError("NOT_FOUND", `Nobody signs in with ${values.as}.`);
  const change: CompanyChange = {
    ...(values.name !== undefined && { name: values.name }),
    ...(start !== undefined && { fiscalStartMonth: Number(start) }),
  };
  const { name, calendar } = await changeCompany(viewer, change);
  console.log(`${name}; the fiscal year starts in month ${calendar.startMonth}.`);
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
