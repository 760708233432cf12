import "server-only";
import { DEFAULT_WISH } from "@/lib/digest/digest";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { OWN } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import type { OwnSettingsInput } from "./schema";

export type OwnSettings = OwnSettingsInput;

const read = async (sql: Sql, viewer: Viewer): Promise<OwnSettings> => {
  const [row] = await sql.query<OwnSettings>(Prisma.sql`SELECT digest, digest_hour::int AS "digestHour", quiet_from::int AS "quietFrom",
    quiet_to::int AS "quietTo", single_keys AS "singleKeys" FROM person_setting WHERE person_id = ${viewer.personId}::uuid`);
  return row ?? { ...DEFAULT_WISH, singleKeys: true };
};

/** The viewer's notification and keyboard settings, or the defaults. */
export const getOwnSettings = (viewer: Viewer): Promise<OwnSettings> => reading(viewer, (tx) => read(onTx(tx), viewer));

/** People change only their own. */
export const changeOwnSettings = defineCommand({
  verb: null,
  audit: "person.settings",
  entity: OWN,
  at: (_: OwnSettingsInput) => null,
  guard: "state",
  run: async ({ sql, viewer, input }) => {
    const before = await read(sql, viewer);
    const { digest, digestHour, quietFrom, quietTo, singleKeys } = input;
    await sql.query(Prisma.sql`INSERT INTO person_setting (person_id, digest, digest_hour, quiet_from, quiet_to, single_keys)
      VALUES (${viewer.personId}::uuid, ${digest}, ${digestHour}::smallint, ${quietFrom}::smallint, ${quietTo}::smallint, ${singleKeys})
      ON CONFLICT (person_id) DO UPDATE SET digest = excluded.digest, digest_hour = excluded.digest_hour, quiet_from = excluded.quiet_from,
        quiet_to = excluded.quiet_to, single_keys = excluded.single_keys RETURNING 1`);
    return { before, after: input, answer: input };
  },
});
