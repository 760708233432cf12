import pg from "pg";
import { hashPassword } from "@/lib/auth/password";
import { now } from "@/lib/clock";
import { db, pool } from "@/lib/db/client";
import { bulkWriting } from "@/lib/db/scope";
import { recompute } from "@/lib/kpis/recompute";
import { KPIS, MEASUREMENTS, makeBenchCompany } from "./company";

// seed.ts PASSWORD [--bare]: fills an empty database. --bare: the KPIs without a measurement, for an import to land in.

const [password = "", flag] = process.argv.slice(2);
const owner = new pg.Client({ connectionString: process.env.OWNER_DATABASE_URL });
await owner.connect();
try {
  await makeBenchCompany(owner, await hashPassword(password), flag !== "--bare");
  if (flag !== "--bare") {
    const { summaries } = await bulkWriting("system", (client) => recompute(client, { all: true }, now()));
    const counted = await owner.query<{ n: number }>("SELECT count(*)::int AS n FROM measurement");
    if (summaries !== KPIS || counted.rows[0]?.n !== MEASUREMENTS)
      throw new Error(`${summaries} summaries and ${counted.rows[0]?.n} measurements were made, not ${KPIS} and ${MEASUREMENTS}.`);
    await owner.query("VACUUM ANALYZE");
  }
} finally {
  await owner.end();
  await db.$disconnect();
  await pool.end();
}
