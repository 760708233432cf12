import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { holder, writePidFile } from "../../scripts/lock.mjs";
import { clearLeftover, startPostgres } from "../../scripts/postgres.mjs";

declare module "vitest" {
  export interface ProvidedContext {
    /** The migrated template database of this run: its owner's URL, and the superuser's, to whom no policy applies. */
    templateUrl: string;
    templateAdminUrl: string;
  }
}

const PREFIX = "coo-test-";

/** Ends the servers of runs that were killed, and removes their directories. */
async function sweep() {
  for (const name of fs.readdirSync(os.tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const dir = path.join(os.tmpdir(), name);
    const owner = path.join(dir, "owner.json");
    try {
      if (!fs.existsSync(owner) || holder(owner)) continue;
      await clearLeftover(path.join(dir, "postgres"));
      fs.rmSync(dir, { recursive: true, force: true });
    } catch {} // another user's, or being swept by another run
  }
}

/** One PostgreSQL per run with one migrated template database; each test file gets a copy of it (worker-db.ts). */
export default async function setup(project: TestProject) {
  await sweep();
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), PREFIX));
  fs.chmodSync(dir, 0o755);
  writePidFile(path.join(dir, "owner.json"), process.pid);
  const server = await startPostgres({
    dataDir: path.join(dir, "postgres"),
    database: "template_coo",
    password: "owner-of-the-tests",
    superPassword: "superuser-of-the-tests",
    durable: false,
  });
  const close = async () => {
    await server.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  };
  try {
    execFileSync(process.execPath, ["scripts/migrate.mjs"], {
      env: { ...process.env, OWNER_DATABASE_URL: server.url },
      stdio: ["ignore", "ignore", "inherit"],
    });
  } catch (error) {
    await close();
    throw error;
  }
  project.provide("templateUrl", server.url);
  project.provide("templateAdminUrl", server.adminUrl);
  return close;
}
