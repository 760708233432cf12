import { spawn } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");

/** Runs one of the scripts from the command line, with only `env` in its environment, and returns its exit code and all output. */
export function runCommand(script: string, args: string[], env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", TZ: "UTC", ...env, NODE_ENV: "test" },
  });
  let said = "";
  const read = (chunk: Buffer) => {
    said += chunk;
  };
  child.stdout.on("data", read);
  child.stderr.on("data", read);
  return new Promise((done) => child.once("close", (code) => done({ code, said })));
}
