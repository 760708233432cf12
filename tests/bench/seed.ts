import pg from "pg";
import "@/lib/entry/listeners";
import { now } from "@/lib/clock";
import { recompute } from "@/lib/kpis/recompute/recompute";
import { hashPassword } from "@/lib/platform/auth/password/password";
import { db, pool } from "@/lib/platform/db/client";
import { bulkWriting } from "@/lib/platform/db/scope";
import { makeBenchCompany, measureBenchCompany, measurementsOf, SIZES } from "./company";

// seed.ts PASSWORD SIZE [--bare]: fills an empty database and prints its own timing. --bare: the KPIs without a measurement.

const [password = "", name = "", flag] = process.argv.slice(2);
const size = Object.entries(SIZES).find(([own]) => own === name)?.[1];
if (!size) throw new Error(`The sizes are ${Object.keys(SIZES).join(", ")}.`);

// A superuser's connection: rows are loaded with COPY, which row policies do not allow.
const connect = async () => {
  const client = new pg.Client({ connectionString: process.env.OWNER_DATABASE_URL });
  await client.connect();
  return client;
};
const seconds = (from: number) => (performance.now() - from) / 1000;
const tell = (text: string) => process.stderr.write(`         ${text}\n`);

const owner = await connect();
try {
  await makeBenchCompany(owner, await hashPassword(password), size);
  if (flag !== "--bare") {
    const began = performance.now();
    await measureBenchCompany(connect, size);
    tell(
      `${measurementsOf(size)} measurements written in ${seconds(began).toFixed(1)} s (${Math.round(measurementsOf(size) / seconds(began))} a second, indexes included)`,
    );
    const from = performance.now();
    const { summaries } = await bulkWriting("system", (client) => recompute(client, { all: true }, now()));
    tell(`${summaries} summaries in ${seconds(from).toFixed(1)} s`);
    const counted = await owner.query<{ n: number }>("SELECT count(*)::int AS n FROM measurement");
    if (summaries !== size.kpis || counted.rows[0]?.n !== measurementsOf(size))
      throw new Error(
        `${summaries} summaries and ${counted.rows[0]?.n} measurements were made, not ${size.kpis} and ${measurementsOf(size)}.`,
      );
  }
  await owner.query("VACUUM ANALYZE");
} finally {
  await owner.end();
  await db.$disconnect();
  await pool.end();
}
