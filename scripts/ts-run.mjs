import { spawn } from "node:child_process";
import path from "node:path";
import { Refusal } from "./say.mjs";
import { root } from "./set-up.mjs";

/** Runs one of the project's TypeScript files to its end, its output shown. Throws a Refusal when it ends with another code than 0. */
export function runTypeScript(file, args, env) {
  return new Promise((done, failed) => {
    const hooks = path.join(root, "scripts/ts.mjs");
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", "--import", hooks, path.join(root, file), ...args], {
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
