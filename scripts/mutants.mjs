// npm run mutants: whether the tests of the pure files detect defects. See --help.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { command, Refusal } from "./say.mjs";
import { root, setUp } from "./set-up.mjs";

const HELP = `npm run mutants [-- NAME...]

Plants one small defect after another in the pure files of lib that decide something (a comparison, an operator, a number, a word, what is
returned), runs the tests that lie beside the file, and names each defect that all of them overlook. Ends with exit code 1 when there is one
that scripts/mutants/same.mjs does not hold, or when that list holds one that is no longer there.
NAME: only files whose path contains it. One worker, at low priority; about a second for each defect. Nothing is written to the sources.`;

/** One vitest process for the whole run: `verdict` says whether the tests stay green with another text in place of a file. */
async function openTests() {
  const { createVitest } = await import("vitest/node");
  const { guarded } = await import("./mutants/changes.mjs");
  let planted = { file: "", text: "" };
  const plugin = {
    name: "mutants",
    enforce: "pre",
    transform(code, id) {
      const file = path.relative(root, id.split("?")[0]);
      if (!/^lib\/.*\.ts$/.test(file) || /\.(test|fixture)\.ts$/.test(file)) return null;
      return { code: guarded(file === planted.file ? planted.text : code), map: null };
    },
  };
  const { default: project } = await import("../vitest.config.ts");
  const options = {
    ...{
      root,
      config: false,
      watch: false,
      fsModuleCache: false,
      bail: 1,
      maxWorkers: 1,
      pool: "threads",
      env: { TZ: "UTC" },
      reporters: [{}],
    },
    ...{ include: ["lib/**/*.test.ts"], setupFiles: path.join(root, "scripts/mutants/steps.mjs") },
  };
  const vitest = await createVitest("test", options, { plugins: [plugin], resolve: project.resolve });
  const all = await vitest.globTestSpecifications();
  return {
    /** "green", "red", or "none" if there is no test next to it. */
    async verdict(file, tests, text) {
      const specifications = all.filter(({ moduleId }) => tests.includes(path.relative(root, moduleId)));
      if (specifications.length === 0) return "none";
      planted = { file, text };
      vitest.invalidateFile(path.join(root, file));
      const { testModules, unhandledErrors } = await vitest.rerunTestSpecifications(specifications);
      return unhandledErrors.length > 0 || testModules.some((module) => !module.ok()) ? "red" : "green";
    },
    close: () => vitest.close(),
  };
}

/** A change with its surroundings. */
function said(source, { line, start, end, to }) {
  const [before, after] = [source.slice(0, start).split("\n").at(-1), source.slice(end).split("\n")[0]];
  const was = source.slice(start, end).replace(/\s+/g, " ").slice(0, 40);
  return `${line}: ${before.trimStart().slice(-40)}>>${was}<<${after.slice(0, 30)}  to  ${to.slice(0, 40)}`;
}

/** Whether the list of equivalent changes contains it: it is inside a text listed there, and is one of its changes. */
const holds = (same, source, { start, end, was, to }) => {
  if (!same.changes.includes(`${was} ${to}`)) return false;
  for (let at = source.indexOf(same.in); at >= 0; at = source.indexOf(same.in, at + 1))
    if (at <= start && end <= at + same.in.length) return true;
  return false;
};

async function judge(file, tests, run, same) {
  const { changesOf } = await import("./mutants/changes.mjs");
  const source = fs.readFileSync(path.join(root, file), "utf8");
  const whole = await run.verdict(file, tests, source);
  if (whole !== "green") throw new Refusal(`${file}: its tests are ${whole === "none" ? "not there" : "red without any defect"}.`);
  const changes = changesOf(source);
  const overlooked = [];
  const used = new Set();
  let noticed = 0;
  let excused = 0;
  for (const change of changes) {
    const text = source.slice(0, change.start) + change.to + source.slice(change.end);
    const known = same.find((one) => holds(one, source, change));
    if ((await run.verdict(file, tests, text)) === "red") noticed += 1;
    else if (known) {
      excused += 1;
      used.add(known);
    } else overlooked.push(said(source, change));
  }
  const counted = changes.length - excused;
  console.log(
    `${file}: ${noticed} of ${counted} noticed (${Math.floor((100 * noticed) / Math.max(1, counted))} %), ${excused} change nothing`,
  );
  for (const one of overlooked) console.log(`  overlooked ${one}`);
  const idle = same.filter((one) => !used.has(one));
  for (const one of idle) console.log(`  noticed or no longer there: ${one.in}`);
  return { noticed, counted, wrong: overlooked.length + idle.length };
}

await command(async () => {
  const names = process.argv.slice(2);
  if (names.includes("--help") || names.includes("-h")) return console.log(HELP);
  await setUp(import.meta.filename);
  os.setPriority(os.constants.priority.PRIORITY_LOW);
  const { FILES, SAME } = await import("./mutants/same.mjs");
  const chosen = Object.entries(FILES).filter(([file]) => names.length === 0 || names.some((name) => file.includes(name)));
  if (chosen.length === 0) throw new Refusal(`No file is called ${names.join(", ")}; see scripts/mutants/same.mjs.`);
  const run = await openTests();
  const sum = { noticed: 0, counted: 0, wrong: 0 };
  try {
    for (const [file, tests] of chosen) {
      const found = await judge(file, tests, run, SAME[file] ?? []);
      for (const key of Object.keys(sum)) sum[key] += found[key];
    }
  } finally {
    await run.close();
  }
  console.log(`${sum.noticed} of ${sum.counted} defects noticed`);
  process.exit(sum.wrong === 0 ? 0 : 1);
});
