import path from "node:path";
import { defineConfig } from "prisma/config";

// The native schema engine is a download; this is the same engine from npm. Set the variable to empty to use the native one.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.join(import.meta.dirname, "scripts/schema-engine.mjs");

export default defineConfig({
  schema: "prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.OWNER_DATABASE_URL ?? "postgresql://owner@127.0.0.1:5499/coo" },
});
