import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { startOf } from "../../scripts/lock.mjs";
import { running, startPostgres } from "../../scripts/postgres.mjs";
import { rolesOf } from "./roles";

const childrenOf = (pid: number) =>
  fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((child) => {
      const stat = fs.existsSync(`/proc/${child}/stat`) ? fs.readFileSync(`/proc/${child}/stat`, "utf8") : "";
      return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] === String(pid);
    });

/** A migrated PostgreSQL that a test may stop and restart at the same address. */
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
  const { url, adminUrl, port, dataDir } = server;
  execFileSync(process.execPath, ["scripts/migrate.mjs"], {
    env: { ...process.env, OWNER_DATABASE_URL: url },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const { appUrl } = await rolesOf(url);
  const signal = (name: NodeJS.Signals) => {
    const first = running(dataDir)?.pid;
    if (first === undefined) return;
    for (const pid of [first, ...childrenOf(first)]) if (startOf(pid) !== null) process.kill(pid, name); // some end by themselves
  };
  const stop = async () => {
    signal("SIGCONT");
    await server?.stop();
    server = null;
  };
  return {
    ownerUrl: url,
    /** The superuser's, to whom no policy applies. */
    adminUrl,
    appUrl,
    stop,
    /** On the same port, with the same data. */
    start: async () => {
      server = await begin(port);
    },
    /** Stops every process of it, so that connections stay open and nothing answers; and continues them. Linux only. */
    silence: () => signal("SIGSTOP"),
    goOn: () => signal("SIGCONT"),
    remove: async () => {
      await stop();
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}
