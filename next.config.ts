import { readdirSync } from "node:fs";
import path from "node:path";
import type { NextConfig } from "next";

const migrations = () =>
  readdirSync(path.join(import.meta.dirname, "prisma/migrations"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

const config: NextConfig = {
  output: "standalone",
  reactStrictMode: true,
  poweredByHeader: false,
  images: { unoptimized: true },
  serverExternalPackages: ["@node-rs/argon2", "pg", "pg-copy-streams", "pino"],
  // A page that does not exist is drawn by the browser, which asks for this one before it has read which icon is meant.
  redirects: async () => [{ source: "/favicon.ico", destination: "/icon.svg", permanent: true }],
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
  // What the readiness check compares the database with: the migrations this build was made for.
  env: { BUILD_MIGRATIONS: migrations().join(",") },
  // `npm test` runs the TypeScript compiler itself, over the tests too.
  typescript: { ignoreBuildErrors: true },
};
export default config;
