import fs from "node:fs";
import net from "node:net";
import type { ServedApp } from "./app-server";

export type RawAnswer = { status: number; headers: Record<string, string>; body: string };

/** The received data, split into complete answers; an answer without a length ends with its connection. */
function answersIn(text: string, ended: boolean): RawAnswer[] {
  const found: RawAnswer[] = [];
  for (let rest = text; ; ) {
    const end = rest.indexOf("\r\n\r\n");
    if (end < 0) return found;
    const [line = "", ...lines] = rest.slice(0, end).split("\r\n");
    const headers: Record<string, string> = {};
    for (const each of lines) {
      const name = each.slice(0, each.indexOf(":")).toLowerCase();
      const value = each.slice(each.indexOf(":") + 1).trim();
      headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`; // several cookies, one header each
    }
    const after = rest.slice(end + 4);
    const length = headers["content-length"] === undefined ? null : Number(headers["content-length"]);
    const chunked = headers["transfer-encoding"] === "chunked" ? after.indexOf("0\r\n\r\n") : null;
    const size = length ?? (chunked === null ? (ended ? after.length : -1) : chunked < 0 ? -1 : chunked + 5);
    if (size < 0 || after.length < size) return found;
    found.push({ status: Number(line.split(" ")[1]), headers, body: after.slice(0, size) });
    rest = after.slice(size);
  }
}

/** A connection that sends only what is given; waits for answers and the end for up to `seconds`. Lost connections do not throw. */
export function rawConnection({ port }: Pick<ServedApp, "port">) {
  const socket = net.connect({ port, host: "127.0.0.1" });
  let text = "";
  let ended = false;
  socket.setEncoding("latin1");
  socket.on("data", (part) => {
    text += part;
  });
  socket.on("error", () => {});
  socket.on("end", () => {
    ended = true;
  });
  socket.on("close", () => {
    ended = true;
  });
  const until = async <T>(seconds: number, found: () => T | undefined): Promise<T | undefined> => {
    for (const deadline = Date.now() + seconds * 1_000; Date.now() < deadline; await new Promise((wait) => setTimeout(wait, 20))) {
      const it = found();
      if (it !== undefined) return it;
    }
    return found();
  };
  return {
    send: (part: string | Uint8Array) => {
      if (!socket.destroyed) socket.write(part);
    },
    /** The nth answer; undefined if none came. */
    answer: (seconds = 5, n = 0) => until(seconds, () => answersIn(text, ended)[n]),
    /** Whether the server ended the connection. */
    ended: async (seconds = 5) => (await until(seconds, () => ended || undefined)) === true,
    close: () => socket.destroy(),
  };
}

export type RawConnection = ReturnType<typeof rawConnection>;

/** A request head with the given headers; `undefined` is left out. */
export function headOf(method: string, path: string, headers: Record<string, string | number | undefined>): string {
  const lines = Object.entries({ host: "localhost", ...headers }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  return `${[`${method} ${path} HTTP/1.1`, ...lines].join("\r\n")}\r\n\r\n`;
}

/** Memory that a process holds, in bytes. Linux only. */
export const memoryOf = (pid: number) => 1024 * Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
