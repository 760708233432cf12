// Loaded into the web server before it: when the command that started it is gone (kill -9), the server ends, and its database too.
const postgres = Number(process.env.POSTGRES_PID);
delete process.env.POSTGRES_PID;

process.once("disconnect", () => {
  process.once("exit", () => {
    try {
      if (postgres) process.kill(postgres, "SIGINT");
    } catch {} // already gone
  });
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.exit(1), 5_000).unref();
});
process.channel?.unref();
