// Which process holds what. A pid alone is not enough: after a kill the number may belong to another process.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/** Start time of that process, as a text that no later process with the same pid has; null if there is no such process. */
export function startOf(pid) {
  try {
    if (process.platform === "linux") {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (fields[0] === "Z") return null; // ended, but its parent has not collected it yet
      return `${fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${fields[19]}`;
    }
    return (
      execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim() || null
    );
  } catch {
    return null;
  }
}

export const identity = (pid) => ({ pid, started: startOf(pid) });

/** The process named by a pid file, if it is still the same one. */
export function holder(file) {
  try {
    const held = JSON.parse(fs.readFileSync(file, "utf8"));
    return Number.isInteger(held.pid) && held.started !== null && startOf(held.pid) === held.started ? held : null;
  } catch {
    return null;
  }
}

export function writePidFile(file, pid, more = {}) {
  fs.writeFileSync(file, JSON.stringify({ ...identity(pid), ...more }), { mode: 0o644 });
}

/**
 * Takes `file` for this process, atomically. Returns the release function, or the living holder as `{ heldBy }`. Takes over what a killed
 * process left.
 */
export function take(file, more = {}) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const own = `${file}.${process.pid}`;
  writePidFile(own, process.pid, more);
  try {
    for (let attempt = 0; attempt < 20; attempt++) {
      try {
        fs.linkSync(own, file); // fails if it exists, in one step
        return { release: () => holder(file)?.pid === process.pid && fs.rmSync(file, { force: true }) };
      } catch (error) {
        if (error.code !== "EEXIST") throw error;
      }
      const living = holder(file);
      if (living) return { heldBy: living };
      // Two starters may both find it stale: each moves it aside, and the one that moved a fresh one puts it back.
      const aside = `${own}.stale`;
      try {
        fs.renameSync(file, aside);
        if (holder(aside)) fs.linkSync(aside, file);
      } catch (error) {
        if (error.code !== "ENOENT" && error.code !== "EEXIST") throw error;
      }
      fs.rmSync(aside, { force: true });
    }
    throw new Error(`${file} cannot be taken`);
  } finally {
    fs.rmSync(own, { force: true });
  }
}

/** The npm process that runs this command, if there is one: killing npm is meant for the command. Passed on as COMMAND_PARENT. */
export const parent = process.env.COMMAND_PARENT
  ? JSON.parse(process.env.COMMAND_PARENT)
  : process.env.npm_lifecycle_event
    ? identity(process.ppid)
    : null;

/** Whether the same process is still running. */
export const lives = ({ pid, started }) => started !== null && startOf(pid) === started;

/** Calls `gone` once npm has ended without a signal to us (kill -9). */
export function followParent(gone) {
  if (!parent) return;
  const timer = setInterval(() => {
    if (lives(parent)) return;
    clearInterval(timer);
    gone();
  }, 500);
  timer.unref();
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Asks a process to end, waits, and ends it by force if it does not. `steps`: [signal, patience in ms] in order. */
export async function endProcess({ pid, started }, steps) {
  for (const [signal, patience] of steps) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (error.code === "ESRCH") return;
      throw error;
    }
    for (let waited = 0; waited < patience; waited += 20) {
      if (startOf(pid) !== started) return;
      await pause(20);
    }
  }
  throw new Error(`Process ${pid} does not end.`);
}
