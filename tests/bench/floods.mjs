// The effect of one client's flood on others: how long their pages take meanwhile, and the web server's memory. From outside, as anybody
// could do it.
import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import net from "node:net";
import path from "node:path";
import { percentile } from "./latency.mjs";

const { encodeReply } = createRequire(import.meta.url)("next/dist/compiled/react-server-dom-turbopack/client.node.js");
const MB = 1024 ** 2;
const READERS = 2;
const THINK_MS = 100;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Memory of a process in MB. Linux only. */
export const memoryOf = (pid) => Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;

/** One complete request; returns its status, 0 for a broken connection. */
function ask(agent, url, { method = "GET", headers = {}, body } = {}) {
  return new Promise((done) => {
    const request = http.request(url, {
      agent,
      method,
      headers: { ...headers, ...(body && { "content-length": Buffer.byteLength(body) }) },
    });
    request.on("response", (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.length < 64 && parts.push(part));
      answer.on("error", () => done({ status: 0 }));
      answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts).toString("utf8") }));
    });
    request.on("error", () => done({ status: 0 }));
    request.setTimeout(60_000, () => request.destroy());
    request.end(body);
  });
}

/** Milliseconds of the pages that a few people open one after the other until `stopped`, and how many were incomplete. */
async function readers(pages, stopped) {
  const agent = new http.Agent({ keepAlive: true });
  const times = [];
  let failed = 0;
  const reader = async (n) => {
    for (let i = n; !stopped(); i++) {
      const { url, cookie } = pages[i % pages.length];
      const began = performance.now();
      const { status } = await ask(agent, url, { headers: { cookie, accept: "text/html" } });
      times.push(performance.now() - began);
      if (status !== 200) failed += 1;
      await pause(THINK_MS);
    }
  };
  await Promise.all(Array.from({ length: READERS }, (_, n) => reader(n)));
  agent.destroy();
  return { p95: percentile(times, 0.95), requests: times.length, failed };
}

/** `clients` parallel clients, each asking again after every answer, until `stopped`; returns how often each status came. */
async function loop(clients, stopped, run) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
  const counts = {};
  await Promise.all(
    Array.from({ length: clients }, async (_, n) => {
      while (!stopped()) {
        const { status } = await run(agent, n);
        counts[status] = (counts[status] ?? 0) + 1;
        if (status === 0) await pause(100);
      }
    }),
  );
  agent.destroy();
  return counts;
}

/** Raw connections that each send `head` and `bytes` and then nothing, reopened a second after they are cut off. */
async function unfinished({ port }, count, stopped, head, bytes) {
  const counts = {};
  const piece = Buffer.alloc(64 * 1024, "x");
  const one = () =>
    new Promise((done) => {
      const socket = net.connect({ port, host: "127.0.0.1" });
      let left = bytes;
      let said = "";
      const send = () => {
        while (left > 0 && !socket.destroyed) {
          const part = piece.subarray(0, Math.min(left, piece.length));
          left -= part.length;
          if (!socket.write(part)) return;
        }
      };
      const timer = setInterval(() => stopped() && socket.destroy(), 200);
      socket.on("data", (part) => {
        said += part.toString("latin1");
      });
      socket.on("drain", send);
      socket.on("error", () => {});
      socket.on("close", () => {
        clearInterval(timer);
        const status = /^HTTP\/1\.1 (\d+)/.exec(said)?.[1] ?? "none";
        counts[status] = (counts[status] ?? 0) + 1;
        done();
      });
      socket.write(head);
      send();
    });
  await Promise.all(
    Array.from({ length: count }, async () => {
      while (!stopped()) {
        await one();
        if (!stopped()) await pause(1_000);
      }
    }),
  );
  return counts;
}

const headOf = (path, headers) =>
  `POST ${path} HTTP/1.1\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("")}\r\n`;

/** The ids of actions, by "file#export", from the newest build. */
function actionsOf(root) {
  const builds = path.join(root, ".build");
  const newest = fs
    .readdirSync(builds)
    .filter((name) => name.startsWith("app-"))
    .map((name) => path.join(builds, name))
    .sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs)[0];
  const { node } = JSON.parse(fs.readFileSync(path.join(newest, ".next/server/server-reference-manifest.json"), "utf8"));
  return Object.fromEntries(Object.entries(node).map(([id, { filename, exportedName }]) => [`${filename}#${exportedName}`, id]));
}

/** An action as the browser sends it. */
async function actionRequest(origin, id, fields, cookie) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const made = new Response(await encodeReply([{ status: "idle" }, form]));
  const body = Buffer.from(await made.arrayBuffer());
  const headers = { accept: "text/x-component", "next-action": id, "content-type": made.headers.get("content-type"), origin };
  return { method: "POST", body, headers: { ...headers, "sec-fetch-site": "same-origin", ...(cookie && { cookie }) } };
}

/** A KPI by day and work centre over every operation of the demonstration: as heavy as its records allow. */
const HEAVY = {
  ...{ code: "FLOOD-01", name: "Operations by day", description: "", positionId: null, areas: ["operations"], unit: "operations" },
  ...{ frequency: "day", aggregation: "sum", direction: "higher", companyWide: false, dueDays: 3, dueWorkingDays: true, chart: "xmr" },
  ...{ minimum: null, maximum: null, source: "records", recordKind: "operation", formula: null, floor: null, ceiling: null },
  eachValue: "work_centre",
  measure: { basis: "in-period", date: "finished_on", numerator: { fn: "count" }, whenEmpty: "zero", show: ["work_order", "work_centre"] },
};

/**
 * The floods, by name: `run(stopped)` continues until `stopped()` and returns how often each status came. `cookies`: of the signed-in
 * people, by the name before the @.
 */
export function floods({ origin, port, root, cookies, departmentId }) {
  const actions = actionsOf(root);
  const own = { origin, "sec-fetch-site": "same-origin" };
  const host = `localhost:${port}`;
  return {
    wrong_sign_ins: async (stopped) => {
      const first = await ask(undefined, `${origin}/api/auth/csrf`);
      const { csrfToken } = JSON.parse(first.body);
      const cookie = first.headers["set-cookie"].map((line) => line.split(";")[0]).join("; ");
      const body = new URLSearchParams({
        email: "coo@adventure-works.example",
        password: "not the password at all",
        csrfToken,
        json: "true",
      });
      const headers = { ...own, cookie, "content-type": "application/x-www-form-urlencoded" };
      return loop(200, stopped, (agent) =>
        ask(agent, `${origin}/api/auth/callback/credentials`, { method: "POST", headers, body: String(body) }),
      );
    },
    unfinished_bodies: (stopped) =>
      unfinished({ port }, 100, stopped, headOf("/sign-in", { host, ...own, "content-length": 10 * MB }), 9 * MB),
    slow_uploads: (stopped) => {
      const heading = { host, ...own, cookie: cookies.admin, "x-file-name": "a.csv", "content-length": MB };
      return unfinished({ port }, 6, stopped, headOf("/api/uploads", heading), 1);
    },
    heavy_previews: async (stopped) => {
      const id = actions["app/(console)/data/kpis/actions.ts#previewKpiAction"];
      const fields = { kpiId: "", definition: JSON.stringify({ ...HEAVY, departmentId }) };
      const request = await actionRequest(origin, id, fields, cookies.production);
      return loop(12, stopped, (agent) => ask(agent, `${origin}/data/kpis/new`, request));
    },
    exports: (stopped) =>
      loop(12, stopped, (agent, n) =>
        ask(agent, `${origin}/api/export/kpis`, { method: n % 2 ? "HEAD" : "GET", headers: { cookie: cookies.viewer } }),
      ),
    resets: async (stopped) => {
      const request = await actionRequest(origin, actions["app/(auth)/actions.ts#forgotPasswordAction"], {
        email: "coo@adventure-works.example",
      });
      return loop(50, stopped, (agent) => ask(agent, `${origin}/forgot-password`, request));
    },
  };
}

/** Somebody else's upload while slow ones are in progress; returns the status. */
export async function uploadMeanwhile(origin, cookie) {
  const headers = { origin, "sec-fetch-site": "same-origin", cookie, "x-file-name": "b.csv", "content-type": "text/csv" };
  return (await ask(undefined, `${origin}/api/uploads`, { method: "POST", headers, body: "a,b\n1,2\n" })).status;
}

/** Runs `work` and returns what it returns, with the most memory that process `pid` took meanwhile. */
async function watching(pid, work) {
  let most = memoryOf(pid);
  const timer = setInterval(() => {
    most = Math.max(most, memoryOf(pid));
  }, 250);
  try {
    return { result: await work(), most };
  } finally {
    clearInterval(timer);
  }
}

/**
 * One flood between two quiet phases: `{ calm, during, counts, found, grown, left }`, p95 in ms, memory of process `pid` in MB: what its
 * maximum is above that of the first quiet phase, in which the same people read the same pages, and what is left of that half a minute
 * later. A single moment would not do: between two collections the memory varies by more than the bound. `meanwhile` is called once in
 * the middle.
 */
export async function underFlood({ pages, pid, flood, calmMs, floodMs, restMs, meanwhile }) {
  const timed = (ms) => {
    const until = Date.now() + ms;
    return () => Date.now() >= until;
  };
  await readers(pages, timed(calmMs / 2)); // after a rest the server has to compile some of its code again
  const before = await watching(pid, () => readers(pages, timed(calmMs)));
  const stopped = timed(floodMs);
  const seen = pause(floodMs / 2).then(() => meanwhile?.());
  const flooded = await watching(pid, () => Promise.all([flood(stopped), pause(1_000).then(() => readers(pages, stopped))]));
  const found = await seen;
  await pause(restMs);
  const [counts, during] = flooded.result;
  return { calm: before.result, during, counts, found, grown: flooded.most - before.most, left: memoryOf(pid) - before.most };
}
