import { spawn } from "node:child_process";
import path from "node:path";
import { Refusal } from "./say.mjs";
import { root } from "./set-up.mjs";

/**
 * Node's flags for one of the project's TypeScript files. New objects get 4 MB of space instead of 16: a file of a million rows is read row
 * by row, equally fast, and the process uses a quarter less memory.
 */
export const TYPESCRIPT_FLAGS = [
  "--disable-warning=ExperimentalWarning",
  "--max-semi-space-size=4",
  "--import",
  path.join(root, "scripts/ts.mjs"),
];

/** Runs one of the project's TypeScript files to its end, with its output shown. Throws a Refusal if it ends with another code than 0. */
export function runTypeScript(file, args, env) {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [...TYPESCRIPT_FLAGS, path.join(root, file), ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: "inherit",
    });
    const hand = (signal) => child.kill(signal);
    for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, hand);
    child.once("error", failed);
    child.once("exit", (code, signal) => {
      for (const name of ["SIGINT", "SIGTERM"]) process.off(name, hand);
      if (code === 0) done();
      else failed(Object.assign(new Refusal(`${file} ended with ${signal ?? `code ${code}`}.`), { code: code ?? 1 }));
    });
  });
}
