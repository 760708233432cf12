import "server-only";
import { appendAudit } from "@/lib/platform/audit/write";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import type { Made } from "./make";

type Noted = { action: "backup.make" | "backup.restore"; name: string; sha256: string; after: Record<string, string | number> };

/** A backup holds everybody's figures in one file, so the audit log records when one is made or restored, with its digest. */
const note = ({ action, name, sha256, after }: Noted) =>
  writing("system", (tx) =>
    appendAudit(onTx(tx), "system", {
      action,
      subject: { type: "backup", id: sha256, name },
      departmentId: null,
      before: null,
      after: { ...after, sha256 },
    }),
  );

export const rowsIn = ({ manifest }: Pick<Made, "manifest">): number => manifest.tables.reduce((sum, table) => sum + table.rows, 0);

/** `name`: file name without its directory. */
export const noteMade = (name: string, made: Made) =>
  note({
    action: "backup.make",
    name,
    sha256: made.sha256,
    after: { bytes: made.bytes, rows: rowsIn(made), auditedUpTo: made.manifest.chain.lastId },
  });

/** `made`: when the backup was made, ISO. */
export const noteRestored = (name: string, sha256: string, made: string, rows: number) =>
  note({ action: "backup.restore", name, sha256, after: { made, rows } });
