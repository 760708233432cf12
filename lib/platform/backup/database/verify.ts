import "server-only";
import type pg from "pg";
import { AppError } from "@/lib/errors";
import type { Checked } from "../read";
import type { Manifest } from "../sections";
import { definitionsOf, differences } from "./definitions";
import { chainOf, digestOf, sequencesOf, type Table } from "./tables";

const differs = (what: string) => new AppError("INVALID", `The restored data differs from the backup: ${what}. Nothing was kept.`);
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Reads every table again the way a backup reads it. Throws INVALID naming the first table whose rows differ from the manifest. */
export async function compareRows(client: pg.Client, pairs: readonly { title: Manifest["tables"][number]; table: Table }[]): Promise<void> {
  for (const { title, table } of pairs) {
    const { rows, sha256 } = await digestOf(client, table);
    if (rows !== title.rows) throw differs(`${title.name} has ${rows} rows, not ${title.rows}`);
    if (sha256 !== title.sha256) throw differs(`the rows of ${title.name} differ`);
  }
}

/**
 * The same for the audit log and the sequences. Returns the definitions that differ from the backup: compared by name only if PostgreSQL
 * has another major version, which writes the same expression differently.
 */
export async function compareRest(client: pg.Client, { about, manifest }: Checked): Promise<string[]> {
  const chain = await chainOf(client);
  if (!same(chain, manifest.chain))
    throw differs(chain.broken === null ? "the audit log ends at another row" : `the audit log is broken at row ${chain.broken.id}`);
  const sequences = await sequencesOf(client);
  const off = manifest.sequences.find(
    (was) =>
      !same(
        was,
        sequences.find(({ name }) => name === was.name),
      ),
  );
  if (off !== undefined) throw differs(`the sequence ${off.name} has another value`);
  const { rows } = await client.query<{ server: number }>("SELECT current_setting('server_version_num')::int AS server");
  const sameMajor = Math.floor((rows[0]?.server ?? 0) / 10_000) === Math.floor(about.server / 10_000);
  return differences(manifest.definitions, await definitionsOf(client), sameMajor);
}
