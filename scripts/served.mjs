// The application as npm start serves it, for programs that use it from outside: pictures and measurements.
import { spawn } from "node:child_process";
import path from "node:path";
import { joinInstallation } from "./installation.mjs";
import { freePort } from "./postgres.mjs";
import { Refusal } from "./say.mjs";
import { root } from "./set-up.mjs";

const PATIENCE_MS = 300_000;

/**
 * Starts scripts/start.mjs on `dataDir` and a free port, with its output on standard error, and returns `{ origin, port, dataDir, ownerUrl,
 * appUrl, workUrl, stop }` when it is ready. `flags`: as on its command line. Throws a Refusal if it ends before.
 */
export async function startApplication({ dataDir, flags = [], env = {} }) {
  const port = await freePort();
  const child = spawn(process.execPath, [path.join(root, "scripts/start.mjs"), ...flags], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: "", APP_ORIGIN: `http://localhost:${port}`, ...env, PORT: String(port), DATA_DIR: dataDir },
    stdio: ["ignore", process.stderr, process.stderr],
  });
  let ended = false;
  const end = new Promise((done) => child.once("exit", done)).then(() => {
    ended = true;
  });
  const stop = async () => {
    if (!ended) child.kill("SIGTERM");
    await end;
  };
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stop().then(() => process.exit(1)));
  const origin = `http://localhost:${port}`;
  for (const deadline = Date.now() + PATIENCE_MS; ; ) {
    if (ended) throw new Refusal("The application ended while starting; the lines above say why.");
    if (await isReady(origin)) break;
    if (Date.now() > deadline) {
      await stop();
      throw new Refusal("The application was not ready within five minutes.");
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  const installation = await joinInstallation({ dataDir });
  if (!installation) throw new Refusal(`No installation runs in ${dataDir}.`);
  return { origin, port, dataDir, ...installation, stop };
}

async function isReady(origin) {
  const answer = await fetch(`${origin}/api/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
  await answer?.body?.cancel();
  return answer?.ok === true;
}

const cookiesOf = (answer) => answer.headers.getSetCookie().map((line) => line.split(";")[0] ?? "");

/** Signs in like a browser's form and returns the session cookie, "name=value". Throws a Refusal if it is refused. */
export async function signInAt(origin, email, password) {
  const first = await fetch(`${origin}/api/auth/csrf`);
  const { csrfToken } = await first.json();
  const answer = await fetch(`${origin}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { origin, cookie: cookiesOf(first).join("; "), "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, email, password, json: "true", callbackUrl: origin }),
  });
  await answer.body?.cancel();
  const session = cookiesOf(answer).find((cookie) => /\.session=.+/.test(cookie));
  if (!session) throw new Refusal(`${email} could not sign in (the answer was ${answer.status}).`);
  return session;
}
