// Loaded into the web server first. If the command that started it is gone (kill -9), the server ends, and its database too. When it is
// asked to stop, no request on an open connection is cut off. Adds its client's address to every request, and passes its body through the
// gate.
import http from "node:http";
import net from "node:net";
import { stampAddresses, trustedProxies } from "./client-address.mjs";
import { putGate } from "./gate.mjs";

const LAME_MS = 1_000;
const dataDir = process.env.POSTGRES_DIR;
delete process.env.POSTGRES_DIR;

stampAddresses(trustedProxies(process.env.TRUSTED_PROXIES) ?? 0);
putGate();

process.once("disconnect", async () => {
  setTimeout(() => process.exit(1), 5_000).unref();
  if (dataDir) {
    const { running } = await import("./postgres.mjs");
    process.once("exit", () => {
      const server = running(dataDir);
      if (server) process.kill(server.pid, "SIGINT");
    });
  }
  process.kill(process.pid, "SIGTERM");
});

// Node closes idle connections at once, so a request that is just arriving on one of them would fail at the client. Here they stay open for
// a moment, and a request on one is answered and told to open another connection.
http.Server.prototype.close = function close(done) {
  this.prependListener("request", (_, response) => response.setHeader("Connection", "close"));
  const idle = setTimeout(() => {
    this.closeIdleConnections();
    idle.refresh();
  }, LAME_MS);
  return net.Server.prototype.close.call(this, (error) => {
    clearTimeout(idle);
    done?.(error);
  });
};
