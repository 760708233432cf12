// Loaded into the web server before it: when the command that started it is gone (kill -9), the server ends, and its database too.
const dataDir = process.env.POSTGRES_DIR;
delete process.env.POSTGRES_DIR;

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
