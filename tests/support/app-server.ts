import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { encode } from "next-auth/jwt";
import { freePort } from "../../scripts/postgres.mjs";

const root = path.resolve(import.meta.dirname, "../..");

/**
 * Where a served build can be reached, and what a client needs to act as somebody; plain data, passed from the global set-up to the tests.
 */
export type ServedApp = {
  port: number;
  /** The application's configured origin. */
  origin: string;
  secret: string;
  directory: string;
  pid: number;
};

/** The build that `npm run build` or `npm test` made last; BUILD_DIR names another. */
export function builtApplication(): string {
  if (process.env.BUILD_DIR) return process.env.BUILD_DIR;
  const builds = path.join(root, ".build");
  const found = fs.existsSync(builds) ? fs.readdirSync(builds).filter((name) => name.startsWith("app-")) : [];
  const newest = found
    .map((name) => path.join(builds, name))
    .sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs)
    .at(0);
  if (newest === undefined) throw new Error("There is no build to test. Run `npm start -- --build-only` first.");
  return newest;
}

/** Starts the built application on a free port of the loopback, on the given database. It ends with this process. */
export async function serveBuild(databaseUrl: string, logFile: string): Promise<{ app: ServedApp; stop: () => Promise<void> }> {
  const directory = builtApplication();
  const port = await freePort();
  const secret = "for-tests-only-".repeat(4);
  const origin = `http://localhost:${port}`;
  const output = fs.openSync(logFile, "w");
  const child: ChildProcess = spawn(
    process.execPath,
    ["--import", path.join(root, "scripts/child.mjs"), path.join(directory, "server.js")],
    {
      cwd: directory,
      detached: true,
      stdio: ["ignore", output, output, "ipc"],
      env: {
        PATH: process.env.PATH ?? "",
        NODE_ENV: "production",
        DATABASE_URL: databaseUrl,
        PORT: String(port),
        HOSTNAME: "127.0.0.1",
        APP_ORIGIN: origin,
        NEXTAUTH_URL: origin,
        NEXTAUTH_SECRET: secret,
        CLOCK: "2014-06-02T08:00:00Z",
        LOG_LEVEL: "info",
        // Mail is set up, and nothing takes it out of its queue.
        SMTP_URL: "smtp://127.0.0.1:9",
        MAIL_FROM: "Command center <coo@company.example>",
        UPLOAD_DIR: `${logFile}.uploads`,
        NEXT_TELEMETRY_DISABLED: "1",
        NODE_OPTIONS: "--throw-deprecation",
        TZ: "UTC",
      },
    },
  );
  fs.closeSync(output);
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  const stop = async () => {
    child.kill("SIGTERM");
    const force = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(force);
  };
  const app = { port, origin, secret, directory, pid: child.pid ?? 0 };
  for (const deadline = Date.now() + 60_000; ; ) {
    const ready = await send(app, { path: "/api/health/ready" }).catch(() => null);
    if (ready?.status === 200) return { app, stop };
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`The built application did not become ready.\n${fs.readFileSync(logFile, "utf8").slice(-3000)}`);
    }
    await new Promise((wait) => setTimeout(wait, 50));
  }
}

export type Sent = {
  path: string;
  method?: string;
  /** Undefined removes a header that would be sent otherwise. */
  headers?: Record<string, string | undefined>;
  body?: Uint8Array | string;
  cookie?: string | null;
};
export type Answer = { status: number; headers: http.IncomingHttpHeaders; body: string; ms: number };

const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });

/**
 * One request, exactly as given: follows no redirect, and adds no header except host, cookie and length. Rejects if the connection breaks.
 */
export function send(app: Pick<ServedApp, "port">, { path: target, method = "GET", headers = {}, body, cookie }: Sent): Promise<Answer> {
  const all: Record<string, string | number | undefined> = { host: `localhost:${app.port}`, ...headers };
  if (cookie) all.cookie = cookie;
  if (body !== undefined) all["content-length"] = Buffer.byteLength(body);
  const given = Object.fromEntries(Object.entries(all).filter((e): e is [string, string | number] => e[1] !== undefined));
  const began = performance.now();
  return new Promise((done, failed) => {
    const request = http.request({ host: "127.0.0.1", port: app.port, path: target, method, headers: given, agent }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.once("error", failed);
      const finished = () =>
        done({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts).toString("utf8"),
          ms: performance.now() - began,
        });
      response.once("end", finished);
      // A stream of events has no end: its head and first bytes are its answer.
      if (response.headers["content-type"]?.startsWith("text/event-stream"))
        response.once("data", () => {
          finished();
          response.destroy();
        });
    });
    request.setTimeout(30_000, () => request.destroy(new Error(`${method} ${target} was not answered within 30 s`)));
    request.once("error", failed);
    request.end(body);
  });
}

/** The cookie of a session that the caller has inserted into the database. */
export const sessionCookie = async (app: Pick<ServedApp, "port" | "secret">, personId: string, sid: string): Promise<string> =>
  `coo-${app.port}.session=${await encode({ token: { sub: personId, sid }, secret: app.secret, maxAge: 24 * 60 * 60 })}`;

type Flight = { encodeReply: (value: unknown) => Promise<string | FormData> };
const flight: Flight = createRequire(import.meta.url)("next/dist/compiled/react-server-dom-turbopack/client.node.js");

/** A body and its content type, as a browser's fetch would send them. */
export async function wireOf(payload: string | FormData): Promise<{ body: Uint8Array; type: string }> {
  const made = new Response(payload);
  return { body: new Uint8Array(await made.arrayBuffer()), type: made.headers.get("content-type") ?? "text/plain;charset=UTF-8" };
}

/** The arguments of an action as React in the browser encodes them. */
export const argumentsOnWire = async (...args: unknown[]) => wireOf(await flight.encodeReply(args));

export type Fields = Readonly<Record<string, string | readonly string[]>>;

export function formOf(fields: Fields): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) for (const one of typeof value === "string" ? [value] : value) form.append(name, one);
  return form;
}

/** An action of the build: its id, and a path of a page that contains it. */
export type ActionAddress = { id: string; page: string };

/** Posts an action the way the browser does. `more.headers` replaces what the browser would send. */
export async function postAction(
  app: ServedApp,
  action: ActionAddress,
  wire: { body: Uint8Array | string; type: string },
  more: Pick<Sent, "cookie" | "headers" | "method"> = {},
): Promise<Answer> {
  const method = more.method ?? "POST";
  return send(app, {
    path: action.page,
    method,
    headers: {
      accept: "text/x-component",
      "next-action": action.id,
      "content-type": wire.type,
      origin: app.origin,
      "sec-fetch-site": "same-origin",
      ...more.headers,
    },
    ...(method === "GET" ? {} : { body: wire.body }),
    cookie: more.cookie ?? null,
  });
}

export type ActionState = { status: string; message?: string; fieldErrors?: Record<string, string>; data?: unknown };

/** The action's result from the stream; null if there is none (a redirect, a refusal by the framework). */
export function stateOf({ body }: Pick<Answer, "body">): ActionState | null {
  const head = /^0:.*?"a":"\$@(\w+)"/m.exec(body);
  const row = head && new RegExp(`^${head[1]}:(\\{.*\\})$`, "m").exec(body);
  if (!row?.[1]) return null;
  const state: unknown = JSON.parse(row[1]);
  return typeof state === "object" && state !== null && "status" in state && typeof state.status === "string"
    ? { ...state, status: state.status }
    : null;
}

/** Calls an action with its previous state and a form, as somebody. */
export async function callAction(
  app: ServedApp,
  action: ActionAddress,
  fields: Fields | FormData,
  more: Pick<Sent, "cookie" | "headers"> = {},
): Promise<Answer & { state: ActionState | null }> {
  const form = fields instanceof FormData ? fields : formOf(fields);
  const answer = await postAction(app, action, await argumentsOnWire({ status: "idle" }, form), more);
  return { ...answer, state: stateOf(answer) };
}
