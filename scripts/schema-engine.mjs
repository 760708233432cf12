#!/usr/bin/env node
// Replaces Prisma's native `schema-engine` binary (downloaded from binaries.prisma.sh) if that host is out of reach: the same engine,
// compiled to WebAssembly and published on npm, with the same JSON-RPC on stdio. Use: PRISMA_SCHEMA_ENGINE_BINARY=scripts/schema-engine.mjs
// prisma migrate dev|deploy|status|diff|reset, prisma db push|pull|execute
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import readline from "node:readline";
import { parseArgs } from "node:util";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { parseIntoClientConfig } from "pg-connection-string";

const require = createRequire(import.meta.url);

const CHAR_OID = 18; // pg_catalog's "char", which the engine reads when it introspects and adapter-pg (<= 7.10.1) does not map
/** The PrismaPg that the schema engine needs: "char" columns mapped, and a shadow database that is really another database. */
class MigrationPg {
  provider = "postgres";
  open = [];
  // one session, as with the native engine: its advisory lock and any SET in a migration apply to everything that follows
  constructor(url) {
    const config = parseIntoClientConfig(url);
    // Row policies apply to the owner too, so migrations move data as the installation.
    const options = [config.options, "-c app.system=on"].filter(Boolean).join(" ");
    this.config = { ...config, options, max: 1, idleTimeoutMillis: 0 };
    this.adapterName = new PrismaPg(this.config).adapterName;
  }
  async connect() {
    const c = withChar(await new PrismaPg(this.config).connect());
    this.open.push(c);
    return c;
  }
  /* Not PrismaPg#connectToShadowDb (7.10.1): given a connectionString it hands back the *main* database, because pg lets
     connectionString win over database; and it drops the shadow before closing the pool that still uses it. */
  async connectToShadowDb() {
    const database = `prisma_migrate_shadow_db_${randomUUID()}`;
    const admin = await new PrismaPg(this.config).connect();
    await admin.executeScript(`CREATE DATABASE "${database}"`);
    const shadow = await new PrismaPg({ ...this.config, database }).connect();
    const { dispose } = shadow;
    shadow.dispose = async () => {
      await dispose.call(shadow);
      await admin.executeScript(`DROP DATABASE "${database}" WITH (FORCE)`);
      await admin.dispose();
    };
    return withChar(shadow);
  }
}
function withChar(queryable) {
  const { performIO, queryRaw, startTransaction } = queryable;
  queryable.queryRaw = async (query) => {
    const chars = [];
    const perQuery = Object.create(queryable, {
      performIO: {
        value: async (q) => {
          const result = await performIO.call(queryable, q);
          result.fields?.forEach((f, i) => {
            if (f.dataTypeID === CHAR_OID) {
              chars.push(i);
              f.dataTypeID = pg.types.builtins.TEXT;
            }
          });
          return result;
        },
      },
    });
    const result = await queryRaw.call(perQuery, query);
    for (const i of chars) result.columnTypes[i] = ColumnTypeEnum.Character;
    return result;
  };
  // adapter-pg splits scripts at every ";" (also inside function bodies and literals) and runs the pieces on any pooled
  // connection; the native engine sends the script as one simple query, which is also one implicit transaction.
  if (queryable.executeScript)
    queryable.executeScript = async (script) => {
      try {
        await queryable.underlyingDriver().query(script);
      } catch (e) {
        queryable.onError(e);
      }
    };
  if (startTransaction) queryable.startTransaction = async (level) => withChar(await startTransaction.call(queryable, level));
  return queryable;
}

let loading;
const load = () =>
  (loading ??= (async () => {
    const bg = await import("@prisma/schema-engine-wasm/schema_engine_bg");
    const bytes = fs.readFileSync(require.resolve("@prisma/schema-engine-wasm/schema_engine_bg").replace(/\.js$/, ".wasm"));
    const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": bg });
    bg.__wbg_set_wasm(instance.exports);
    instance.exports.__wbindgen_start();
    return bg.SchemaEngine;
  })());

/**
 * The wasm SchemaEngine for one database URL, plus close(). (It leaves a 10 s timer running: end scripts with process.exit().)
 * @param {{ url: string, datamodels?: [string, string][], log?: () => void }} of
 */
export async function createSchemaEngine({ url, datamodels, log = () => {} }) {
  const SchemaEngine = await load();
  const factory = new MigrationPg(url);
  const engine = await SchemaEngine.new({ datamodels }, log, bindMigrationAwareSqlAdapterFactory(factory));
  return Object.assign(engine, {
    close: async () => {
      engine.free();
      for (const c of factory.open) await c.dispose();
    },
  });
}

async function cli(command, url) {
  const target = new URL(url);
  const name = decodeURIComponent(target.pathname.slice(1));
  const admin = new URL(url);
  admin.pathname = "/postgres";
  const on = async (u, f) => {
    const c = new pg.Client({ connectionString: String(u) });
    await c.connect();
    try {
      return await f(c);
    } finally {
      await c.end();
    }
  };
  try {
    if (command === "can-connect-to-database") await on(target, (c) => c.query("select 1"));
    else if (command === "create-database") await on(admin, (c) => c.query(`create database ${c.escapeIdentifier(name)}`));
    else if (command === "drop-database")
      await on(admin, (c) => c.query(`drop database if exists ${c.escapeIdentifier(name)} with (force)`));
    else throw new Error(`unknown command ${command}`);
  } catch (e) {
    const error_code =
      {
        "3D000": "P1003",
        "28P01": "P1000",
        28000: "P1010",
        "42P04": "P1009",
        ECONNREFUSED: "P1001",
        ENOTFOUND: "P1001",
        ETIMEDOUT: "P1001",
      }[e.code] ?? "P1011";
    const message = error_code === "P1001" ? `Can't reach database server at \`${target.hostname}:${target.port || 5432}\`` : e.message;
    process.stderr.write(`\n${JSON.stringify({ level: "ERROR", target: "schema_engine::logger", fields: { error_code, message } })}`);
    process.exit(1);
  }
}

async function main() {
  const { values, positionals } = parseArgs({
    strict: false,
    allowPositionals: true,
    options: {
      datasource: { type: "string" },
      datamodels: { type: "string", multiple: true },
      version: { type: "boolean" },
    },
  });
  if (values.version) return console.log(`schema-engine-cli ${require("@prisma/engines-version").enginesVersion}`);
  const { url } = JSON.parse(values.datasource ?? "{}");
  if (positionals[0] === "cli") return cli(positionals[1], url);
  const datamodels = values.datamodels?.map((file) => [file, fs.readFileSync(file, "utf8")]);
  let queue = Promise.resolve();
  const rl = readline.createInterface({ input: process.stdin });
  const reply = (m) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...m })}\n`);
  rl.on("line", (line) => {
    queue = queue.then(async () => {
      const { id, method, params } = JSON.parse(line);
      if (!method) return; // the CLI's answer to our `print`
      // A new engine per call, because these two only find the shadow-database factory in one that has just run devDiagnostic (and lose it
      // again once applyMigrations has applied something).
      const engine = await createSchemaEngine({ url, datamodels });
      try {
        if (method === "evaluateDataLoss" || method === "createMigration")
          await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters });
        const result = method === "getDatabaseVersion" ? await engine.version(params) : await engine[method](params);
        if (method === "diff" && result.stdout != null) {
          reply({ id: -1, method: "print", params: { content: result.stdout } });
        }
        reply({ id, result: result ?? null });
      } catch (err) {
        const data = {
          is_panic: err?.name === "RuntimeError",
          message: err?.message ?? String(err),
          error_code: err?.code,
        };
        reply({ id, error: { code: 4466, message: "An error happened. Check the data field for details.", data } });
      } finally {
        await engine.close().catch(() => {});
      }
    });
  });
  rl.on("close", async () => {
    await queue;
    process.exit(0);
  });
}
if (process.argv[1] && fs.realpathSync(process.argv[1]) === import.meta.filename) await main();
