import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { startPostgres } from "../../scripts/postgres.mjs";
import { rolesOf } from "./roles";

/** A migrated PostgreSQL that a test may stop and start again at the same address. */
export async function ownPostgres(database: string) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "coo-away-"));
  fs.chmodSync(dir, 0o755);
  const begin = (port?: number) =>
    startPostgres({
      dataDir: path.join(dir, "postgres"),
      database,
      password: "owner-of-the-tests",
      superPassword: "superuser-of-the-tests",
      durable: false,
      ...(port && { port }),
    });
  let server: Awaited<ReturnType<typeof begin>> | null = await begin();
  const { url, adminUrl, port } = server;
  execFileSync(process.execPath, ["scripts/migrate.mjs"], {
    env: { ...process.env, OWNER_DATABASE_URL: url },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const { appUrl } = await rolesOf(url);
  const stop = async () => {
    await server?.stop();
    server = null;
  };
  return {
    ownerUrl: url,
    /** The superuser's, who is under no policy. */
    adminUrl,
    appUrl,
    stop,
    /** At the same port, with what it held. */
    start: async () => {
      server = await begin(port);
    },
    remove: async () => {
      await stop();
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}
