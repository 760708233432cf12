// The import of a million rows against a bare COPY of the same rows into the same table.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { root } from "../../scripts/set-up.mjs";
import { TYPESCRIPT_FLAGS } from "../../scripts/ts-run.mjs";

const MAPPING = {
  name: "Bench: measurements",
  into: { target: "measurements", layout: "long", columns: { kpi: { from: "kpi" }, period: { from: "period" }, value: { from: "value" } } },
};
const COLUMNS = "kpi_id, series, period_start, value, state, version";

/** Writes the rows of the measured database as a CSV file for the import and as text for a COPY, in the same order. */
async function writeFiles(owner, dir) {
  const current = "FROM measurement m JOIN kpi k ON k.id = m.kpi_id WHERE m.superseded_at IS NULL ORDER BY k.code, m.period_start";
  const csv = `COPY (SELECT k.code AS kpi, m.period_start AS period, trim_scale(m.value) AS value ${current}) TO STDOUT (FORMAT csv, HEADER)`;
  const text = `COPY (SELECT m.kpi_id, m.series, m.period_start, m.value, m.state, m.version ${current}) TO STDOUT`;
  const files = { csv: path.join(dir, "rows.csv"), text: path.join(dir, "rows.txt"), mapping: path.join(dir, "mapping.json") };
  await pipeline(owner.query(copyTo(csv)), fs.createWriteStream(files.csv));
  await pipeline(owner.query(copyTo(text)), fs.createWriteStream(files.text));
  fs.writeFileSync(files.mapping, JSON.stringify(MAPPING));
  return files;
}

async function emptied(client) {
  await client.query("TRUNCATE measurement, kpi_summary, signal CASCADE"); // deletes the histories of signals too
  await client.query("CHECKPOINT"); // pending writes of the previous run must not count here
}

/** Seconds of the bare COPY, committed. A superuser runs it: no policy, no import row, no audit. */
async function copyRows(client, file) {
  await emptied(client);
  const began = performance.now();
  await client.query("BEGIN");
  await pipeline(
    fs.createReadStream(file, { highWaterMark: 256 * 1024 }),
    client.query(copyFrom(`COPY measurement (${COLUMNS}) FROM STDIN`)),
  );
  await client.query("COMMIT");
  return (performance.now() - began) / 1000;
}

/** Seconds of the whole command, from start to end, and its peak memory in bytes. */
async function importRows(client, { csv, mapping }, workUrl, dir) {
  await emptied(client);
  const memory = path.join(dir, "peak-memory");
  const script = [...TYPESCRIPT_FLAGS, "--import", path.join(root, "tests/bench/peak-memory.mjs")];
  const began = performance.now();
  const code = await new Promise((done, failed) => {
    const child = spawn(process.execPath, [...script, path.join(root, "scripts/import.ts"), "--mapping", mapping, csv], {
      cwd: root,
      env: { ...process.env, DEMO: "0", DATABASE_URL: workUrl, PEAK_MEMORY: memory },
      stdio: ["ignore", process.stderr, process.stderr],
    });
    child.once("error", failed);
    child.once("exit", (ended) => done(ended));
  });
  if (code !== 0) throw new Error(`The import ended with code ${code}.`);
  return { seconds: (performance.now() - began) / 1000, bytes: Number(fs.readFileSync(memory, "utf8")) };
}

/**
 * Copies and imports in turn, `rounds` times. `adminUrl`: the database with the rows; `bare`: `{ adminUrl, workUrl }` of one with the same
 * KPIs and no measurement. Returns the runs and the number of rows each left.
 */
export async function compareImport({ adminUrl, bare, dir, rounds }) {
  const source = new pg.Client({ connectionString: adminUrl });
  const client = new pg.Client({ connectionString: bare.adminUrl });
  // If a run fails, its own error is reported, and not that of a connection still open while the server stops.
  for (const connection of [source, client]) connection.on("error", () => {});
  try {
    await source.connect();
    const files = await writeFiles(source, dir);
    await client.connect();
    const count = async () => (await client.query("SELECT count(*)::int AS n FROM measurement")).rows[0].n;
    const runs = { copy: [], import: [], bytes: [], rows: [] };
    for (let round = 0; round < rounds; round++) {
      runs.copy.push(await copyRows(client, files.text));
      runs.rows.push(await count());
      const { seconds, bytes } = await importRows(client, files, bare.workUrl, dir);
      runs.import.push(seconds);
      runs.bytes.push(bytes);
      runs.rows.push(await count());
    }
    return runs;
  } finally {
    await Promise.all([source.end(), client.end()]);
  }
}
