import http from "node:http";
import type { ServedApp } from "../support/app-server";

/** An open stream of live updates, as in a browser tab, with every byte received. `clear` forgets what came so far. */
export function hear(app: Pick<ServedApp, "port">, cookie: string | null, since = Date.now()) {
  let bytes = "";
  let ended = false;
  const over = () => {
    ended = true;
  };
  const request = http.get({
    host: "127.0.0.1",
    port: app.port,
    path: `/api/live?since=${since}`,
    headers: { host: `localhost:${app.port}`, accept: "text/event-stream", cookie: cookie ?? "" },
    agent: false,
  });
  request.on("response", (response) => {
    response.setEncoding("utf8").on("data", (part: string) => {
      bytes += part;
    });
    response.on("error", over).on("close", over);
  });
  request.on("error", over);
  return {
    listening: () => bytes.includes(": listening"),
    /** everything except the heartbeat that keeps the connection open */
    said: () => bytes.replaceAll(/^: (?:beat|listening)\n\n/gm, ""),
    changed: () => bytes.includes("event: changed"),
    ended: () => ended,
    clear: () => {
      bytes = "";
    },
    close: () => request.destroy(),
  };
}
