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
  // Browsers request this on pages that do not exist, before they have read the icon's link.
  redirects: async () => [{ source: "/favicon.ico", destination: "/icon.svg", permanent: true }],
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
  // The migrations this build was made for, which the readiness check compares with the database.
  env: { BUILD_MIGRATIONS: migrations().join(",") },
  // `npm test` runs the TypeScript compiler itself, including the tests.
  typescript: { ignoreBuildErrors: true },
};
export default config;
