// `prisma migrate deploy` without the CLI: same engine, same _prisma_migrations table and checksums.
import fs from "node:fs";
import path from "node:path";
import { prepareJobs } from "./jobs-schema.mjs";
import { createSchemaEngine } from "./schema-engine.mjs";

export const MIGRATIONS = path.resolve(import.meta.dirname, "../prisma/migrations");

/**
 * Applies the missing migrations in `dir`, up to `last` if given, and returns their names.
 * @param {string} url
 * @param {{ dir?: string, last?: string }} [which]
 */
export async function migrateDeploy(url, { dir = MIGRATIONS, last } = {}) {
  const engine = await createSchemaEngine({ url });
  const lock = path.join(dir, "migration_lock.toml");
  const { appliedMigrationNames } = await engine.applyMigrations({
    filters: { externalTables: [], externalEnums: [] },
    migrationsList: {
      baseDir: dir,
      shadowDbInitScript: "",
      lockfile: { path: "migration_lock.toml", content: fs.existsSync(lock) ? fs.readFileSync(lock, "utf8") : null },
      migrationDirectories: fs
        .readdirSync(dir, { withFileTypes: true })
        .filter((d) => d.isDirectory())
        .map((d) => d.name)
        .filter((name) => !last || name <= last)
        .sort()
        .map((name) => ({
          path: name,
          migrationFile: {
            path: "migration.sql",
            content: { tag: "ok", value: fs.readFileSync(path.join(dir, name, "migration.sql"), "utf8") },
          },
        })),
    },
  });
  await engine.close();
  return appliedMigrationNames;
}
if (process.argv[1] === import.meta.filename) {
  const { OWNER_DATABASE_URL: url, MIGRATE_TO: last } = process.env;
  if (!url) throw new Error("OWNER_DATABASE_URL is not set.");
  for (const name of await migrateDeploy(url, { last })) console.log(`          applied ${name}`);
  if (!last) await prepareJobs(url);
  process.exit(0);
}
