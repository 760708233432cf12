// npm test: checks everything, from a bare clone; ends with "N passed, N failed". npm run verify: its quick part.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { command, say } from "./say.mjs";
import { root, setUp } from "./set-up.mjs";

const E2E_DATA = ".data-e2e";
let passed = 0;
let failed = 0;
/** The tests that failed and what they said, for the last lines: what came before may be thousands of lines away. */
const names = [];
/** The beginning of what a failed test said, without the colours of a terminal. */
const saying = (name, message = "") => {
  const said = stripVTControlCharacters(message).trim().slice(0, 1_500).replaceAll("\n", "\n      ");
  return said === "" ? name : `${name}\n      ${said}`;
};
let child = null;

/** Runs a step, shows its output, and returns whether it ended with code 0. */
function run(what, script, args, env = {}) {
  say(what);
  return new Promise((done) => {
    child = spawn(process.execPath, [path.join(root, script), ...args], { cwd: root, stdio: "inherit", env: { ...process.env, ...env } });
    child.once("error", () => done(false));
    child.once("exit", (code) => {
      child = null;
      done(code === 0);
    });
  });
}

/** Adds up the result of a step. One that crashed, or that found no test at all, counts as one failure: silence is not success. */
function count(what, ok, counts) {
  const more = counts ?? { passed: 0, failed: 0 };
  passed += more.passed;
  failed += more.failed;
  names.push(...(more.names ?? []));
  if (more.failed > 0 || (ok && (!counts || more.passed > 0))) return;
  failed += 1;
  names.push(what);
  console.error(`${what}: ${ok ? "no test was run" : "did not succeed"}`);
}
const report = (file, read) => {
  try {
    return read(JSON.parse(fs.readFileSync(file, "utf8")));
  } catch {
    return { passed: 0, failed: 0 };
  }
};

const VITEST = "node_modules/vitest/vitest.mjs";
async function vitest(project, scratch) {
  const file = path.join(scratch, `${project}.json`);
  const args = ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const ok = await run(`tests: ${project}`, VITEST, args);
  const read = ({ numPassedTests, testResults }) => {
    const names = testResults.flatMap(({ name, status, assertionResults, message }) => {
      const inside = assertionResults
        .filter((test) => test.status === "failed")
        .map((test) => saying(test.fullName, test.failureMessages[0]));
      // A file that cannot even be loaded is a failed suite without a failed test.
      if (inside.length === 0 && status === "failed") inside.push(saying("the file itself", message));
      return inside.map((test) => `${path.relative(root, name)}: ${test}`);
    });
    return { passed: numPassedTests, failed: names.length, names };
  };
  count(`tests: ${project}`, ok, report(file, read));
}

async function browserTests(scratch) {
  const { ensureBrowser } = await import("./browser.mjs");
  ensureBrowser();
  fs.rmSync(path.join(root, E2E_DATA), { recursive: true, force: true });
  const file = path.join(scratch, "browser.json");
  const ok = await run("tests: in the browser", "node_modules/@playwright/test/cli.js", ["test"], {
    E2E_REPORT: file,
    E2E_DATA_DIR: E2E_DATA,
  });
  const named = ({ suites = [], specs = [] }) => [
    ...specs.filter(({ ok }) => !ok).map(({ file, title, tests }) => saying(`${file}: ${title}`, tests[0]?.results[0]?.error?.message)),
    ...suites.flatMap(named),
  ];
  const read = ({ stats, errors, suites }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + (stats.unexpected ? 0 : errors.length),
    names: named({ suites }),
  });
  count("tests: in the browser", ok, report(file, read));
}

async function all(quick, scratch) {
  const { buildApplication, generateClient } = await import("./build.mjs");
  await generateClient();
  // Next itself declares the types of a page's props (PageProps), for the existing routes.
  const declared = await run("types of the routes", "node_modules/next/dist/bin/next", ["typegen"], { NEXT_TELEMETRY_DISABLED: "1" });
  count("types", declared && (await run("types", "node_modules/typescript/bin/tsc", ["--noEmit"])));
  count("lint and format", await run("lint and format", "node_modules/@biomejs/biome/bin/biome", ["check", "."]));
  await vitest("unit", scratch);
  if (quick) return;
  await vitest("integration", scratch);
  const built = await buildApplication().then(
    () => true,
    (error) => console.error(error.message),
  );
  if (!built) return count("build", false);
  await vitest("matrix", scratch);
  await browserTests(scratch);
}

await command(async () => {
  await setUp(import.meta.filename);
  let stopped = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.on(signal, () => {
      stopped = true;
      child?.kill(signal === "SIGHUP" ? "SIGTERM" : signal);
    });
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "coo-results-"));
  try {
    await all(process.argv.includes("--verify"), scratch);
  } catch (error) {
    failed += 1;
    console.error(error);
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
  if (stopped) failed += 1;
  if (names.length > 0) console.log(`\nFailed:\n${names.map((name) => `  ${name}`).join("\n")}`);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
});
