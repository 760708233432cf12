// npm run recover -- --administrator EMAIL [--name TEXT] [--forgotten]: when nobody can sign in and administer the company, makes that
// person its administrator and prints a link to set a password, which works once and for 60 minutes. Refuses while somebody can administer.
// --name adds somebody who is not in the directory. --forgotten: they are the only administrator, and have forgotten the password.
// Set PORT or APP_ORIGIN as for the server, because the link uses them. The recovery is recorded in the audit log.
import { parseArgs } from "node:util";
import { companyTimeZone } from "@/lib/company/time-zone";
import { AppError } from "@/lib/errors";
import { recoverAdministrator } from "@/lib/platform/auth/recover";
import { pool } from "@/lib/platform/db/client";

const USAGE = "npm run recover -- --administrator EMAIL [--name TEXT] [--forgotten]";

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { administrator: { type: "string" }, name: { type: "string" }, forgotten: { type: "boolean", default: false } },
  });
  if (values.administrator === undefined) {
    console.error(USAGE);
    return 2;
  }
  await companyTimeZone(); // sets the time zone that decides the day
  const { name, email, link, minutes, did } = await recoverAdministrator({
    email: values.administrator,
    name: values.name,
    forgotten: values.forgotten,
  });
  for (const sentence of did) console.log(sentence);
  console.log(`\n  ${name} (${email}) sets a password with this link, once and within ${minutes} minutes:\n  ${link}\n`);
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
