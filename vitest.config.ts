import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const alias = { "server-only": at("tests/support/server-only.ts"), "@": at("./") };

export default defineConfig({
  resolve: { alias },
  test: {
    env: { TZ: "UTC" },
    maxWorkers: 3, // for two cores: the longest files wait more than they compute
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{lib,components,scripts}/**/*.test.{ts,tsx}", "tests/architecture/**/*.test.ts"],
          testTimeout: 300_000, // only ends tests that hang: the speed of a busy machine decides nothing
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          globalSetup: "tests/support/template-db.ts",
          setupFiles: "tests/support/worker-db.ts",
          pool: "forks",
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        // Over HTTP against the existing build: each worker has a server and a database of its own.
        extends: true,
        test: {
          name: "matrix",
          include: ["tests/matrix/**/*.test.ts"],
          globalSetup: "tests/matrix/global-setup.ts",
          maxWorkers: 2,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
