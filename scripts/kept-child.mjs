// A child process of the served application that is restarted when it dies, and ended with it.
import { say } from "./say.mjs";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** A process that ran this long did not fail at its start. */
const SETTLED_MS = 60_000;

const hasEnded = (child) => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;

/**
 * Starts a child process and, from `keep` on, restarts it whenever it has ended by itself: after a second, then after twice as long each
 * time, up to half a minute. `stop` asks it to end and ends it by force after `patience` ms.
 * @param {string} what "the background worker"
 * @param {() => import("node:child_process").ChildProcess} begin
 */
export function keepChild(what, begin) {
  let child;
  let timer;
  let pause = FIRST_PAUSE_MS;
  let kept = false;
  let stopped = false;
  const again = (how) => {
    if (!kept || stopped) return;
    say(`${what} ended (${how}); another begins in ${pause / 1_000} s`);
    timer = setTimeout(launch, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  };
  const launch = () => {
    const began = Date.now();
    child = begin();
    child.once("error", (error) => child.pid === undefined && again(error.code));
    child.once("exit", (code, signal) => {
      if (Date.now() - began > SETTLED_MS) pause = FIRST_PAUSE_MS;
      again(signal ?? `code ${code}`);
    });
  };
  const keep = () => {
    kept = true;
    if (hasEnded(child)) again(child.signalCode ?? `code ${child.exitCode}`);
  };
  const stop = async (patience) => {
    stopped = true;
    clearTimeout(timer);
    if (hasEnded(child)) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGTERM");
    const force = setTimeout(() => child.kill("SIGKILL"), patience);
    await ended;
    clearTimeout(force);
  };
  launch();
  return { keep, stop, hasEnded: () => hasEnded(child), pid: () => child.pid };
}
