// How long a page takes, from the request to its last byte, with so many clients at once.
import http from "node:http";

/** One request as a browser makes it, packed; answers milliseconds and bytes. Throws when the answer is not a page with status 200. */
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

/** Bytes of the page, unpacked and packed. Throws when it is not a whole one, or another: one that says nobody found anything is quick. */
async function weigh(agent, { url, holds, cookie }) {
  const { body } = await get(agent, url, cookie, "identity");
  if (!body.subarray(-200).includes("</html>")) throw new Error(`${url} answered a page without an end`);
  if (!holds.every((text) => body.includes(text))) throw new Error(`${url} answered a page that does not hold ${holds.join(" and ")}`);
  return { bytes: body.length, packed: (await get(agent, url, cookie)).body.length };
}

/** As many requests as fit into `forMs`, one after the other for each of `clients`; answers each one's milliseconds. */
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
 * p50 in milliseconds of each of `pages` (`{ name: { url, holds, cookie } }`, `holds` being texts of the page), `{ name: { p50, requests, bytes, packed } }`. The pages take turns in short rounds, each round in another
 * order, so that what else the machine does meets all of them alike. The first round only warms up and is not counted.
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
