import pg from "pg";
import { inject } from "vitest";
import { rolesOf } from "./roles";

// A deprecation warning of a dependency fails here, not at the next upgrade: above all two statements at once on one connection.
process.throwDeprecation = true;

// Top level on purpose: the environment must be set before a test imports lib/env or lib/platform/db/client.
const name = `coo_test_${process.env.VITEST_POOL_ID ?? "1"}`;
const at = (database: string, whose: "templateUrl" | "templateAdminUrl" = "templateUrl") =>
  String(Object.assign(new URL(inject(whose)), { pathname: `/${database}` }));

const admin = new pg.Client({ connectionString: at("postgres", "templateAdminUrl") });
await admin.connect();
await admin.query("select pg_advisory_lock(1)"); // creating a database locks the template, so the workers take turns
await admin.query(`drop database if exists ${name} with (force)`);
await admin.query(`create database ${name} owner owner template template_coo strategy file_copy`);
await admin.end();

process.env.OWNER_DATABASE_URL = at(name);
process.env.ADMIN_DATABASE_URL = at(name, "templateAdminUrl");
const { appUrl, workUrl } = await rolesOf(at(name));
process.env.DATABASE_URL = appUrl;
process.env.WORK_DATABASE_URL = workUrl;
process.env.NEXTAUTH_SECRET ??= "for-tests-only-".repeat(4);
process.env.LOG_LEVEL ??= "silent";
