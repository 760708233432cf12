// How long a page takes, from the request to its last byte, with several clients at once.
import http from "node:http";

/** One request like a browser's, compressed; returns milliseconds and bytes. Throws if the answer is not a page with status 200. */
function get(agent, url, cookie, encoding = "gzip") {
  return new Promise((done, failed) => {
    const began = performance.now();
    const request = http.get(url, { agent, headers: { cookie, accept: "text/html", "accept-encoding": encoding } }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("error", failed);
      answer.on("end", () => {
        const ms = performance.now() - began;
        if (answer.statusCode === 200) done({ ms, body: Buffer.concat(parts) });
        else failed(new Error(`${url} answered ${answer.statusCode}`));
      });
    });
    request.on("error", failed);
  });
}

/** Size of the page in bytes, uncompressed and compressed. Throws if it is incomplete or another page: an empty result is fast. */
async function weigh(agent, { url, holds, cookie }) {
  const { body } = await get(agent, url, cookie, "identity");
  if (!body.subarray(-200).includes("</html>")) throw new Error(`${url} answered a page without an end`);
  if (!holds.every((text) => body.includes(text))) throw new Error(`${url} answered a page that does not hold ${holds.join(" and ")}`);
  return { bytes: body.length, packed: (await get(agent, url, cookie)).body.length };
}

/** As many requests as fit into `forMs`, one after the other for each of `clients`; returns the milliseconds of each. */
async function run(agent, url, cookie, clients, forMs) {
  const taken = [];
  const until = performance.now() + forMs;
  const client = async () => {
    while (performance.now() < until) taken.push((await get(agent, url, cookie)).ms);
  };
  await Promise.all(Array.from({ length: clients }, client));
  return taken;
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const percentile = (numbers, share) =>
  [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];

/**
 * p50 in milliseconds of each of `pages` (`{ name: { url, holds, cookie } }`, `holds` being texts of the page), `{ name: { p50, requests,
 * bytes, packed } }`. The pages take turns in short rounds in changing order, so that other load on the machine affects all of them alike.
 * The first round is a warm-up and is not counted.
 */
export async function latencies(pages, { clients, rounds, roundMs }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
  const names = Object.keys(pages);
  const taken = Object.fromEntries(names.map((name) => [name, []]));
  const weights = {};
  for (let round = 0; round <= rounds; round++) {
    for (let i = 0; i < names.length; i++) {
      const name = names[(i + round) % names.length];
      if (round === 0) weights[name] = await weigh(agent, pages[name]);
      const times = await run(agent, pages[name].url, pages[name].cookie, clients, roundMs);
      if (round > 0) taken[name].push(...times);
    }
  }
  agent.destroy();
  return Object.fromEntries(names.map((name) => [name, { p50: median(taken[name]), requests: taken[name].length, ...weights[name] }]));
}
