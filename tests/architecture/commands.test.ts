import { describe, expect, it } from "vitest";
import { sourceFiles } from "./source-files";

const files = sourceFiles();

/** Files that open a writing transaction without being a person's command, with the reason. A folder ends with a slash. */
const WRITERS: Readonly<Record<string, string>> = {
  "lib/platform/commands/define-command.ts": "the form itself",
  "lib/platform/auth/": "sign-in, sessions and links: who acts is not known before",
  "lib/platform/sweep.ts": "a job",
  "lib/platform/audit/denial.ts": "notes a refusal, whose own transaction is gone",
  "lib/platform/backup/note.ts": "notes a backup made at the command line",
  "lib/exports/commands.ts": "notes that figures went out; nothing changes",
  "lib/today/visit.ts": "notes a visit, like the last use of a session",
  "lib/kpis/definition/preview.ts": "looks at what would be, and is rolled back",
  "lib/kpis/recompute/day-turn.ts": "a job",
  "lib/signals/life/jobs.ts": "a job",
  "lib/digest/": "jobs",
  "lib/imports/uploads/free.ts": "a job",
  "lib/imports/uploads/run.ts": "a job: what a person asked for was the command",
  "lib/imports/run/run.ts": "a job, and the operator's command line",
  "lib/entry/handlers.ts": "jobs",
};
/** Commands without a permission check: they change only the viewer's own data, or data about something the viewer can see. */
const NO_VERB = [
  "lib/people/commands/own-password.ts",
  "lib/platform/notices/commands.ts",
  "lib/settings/own.ts",
  "lib/today/defer-item.ts",
];
/** Commands that are not audited: reading one's own notices, and asking for a test mail. */
const NO_AUDIT = ["lib/platform/mail/test-mail.ts", "lib/platform/notices/commands.ts"];

const stands = (pattern: RegExp) => files.filter(({ code }) => pattern.test(code)).map(({ path }) => path);
const allowedTo = (path: string) => Object.keys(WRITERS).find((at) => (at.endsWith("/") ? path.startsWith(at) : path === at));
/** Files that make commands, and other files in command folders. */
const commandFiles = files.filter(
  ({ path, imports }) =>
    path !== "lib/platform/commands/define-command.ts" &&
    allowedTo(path) === undefined &&
    (/^lib\/[^/]+\/(?:.+\/)?commands(?:\/|\.ts$)/.test(path) || imports.some(({ from }) => from.startsWith("lib/platform/commands/"))),
);

describe("all commands have one form", () => {
  const writers = stands(/(?<!")\b(?:bulkWriting|writing)\((?!systemFor\(viewer\), \.\.\.)/).filter(
    (path) => path !== "lib/platform/db/scope.ts",
  );

  it("files that write in another way are listed here, with the reason", () => {
    expect(writers.filter((path) => allowedTo(path) === undefined)).toEqual([]);
  });
  it("the list contains only files that still write", () => {
    expect(Object.keys(WRITERS).filter((at) => !writers.some((path) => allowedTo(path) === at))).toEqual([]);
  });

  it.each([
    ["its audit row", /\bappendAudits?\(/],
    ["the key of a form", /\bclaimIdempotencyKey\(/],
    ["locking", /\bFOR (?:NO KEY )?UPDATE\b(?! OF \$\{Prisma\.join)/],
    ["a transaction", /\bsystemFor\(|\bbulkWriting\b|\bwriting\b/],
  ])("no command file does %s by hand", (_what, pattern) => {
    expect(commandFiles.length).toBeGreaterThan(30);
    expect(commandFiles.filter(({ code }) => pattern.test(code)).map(({ path }) => path)).toEqual([]);
  });

  it("only one place loads, locks and checks rows again", () => {
    expect(stands(/await loadAllowed\([^;]*;\s*return loadAllowed\(/)).toEqual(["lib/platform/commands/entity.ts"]);
    expect(stands(/\? Prisma\.sql`FOR UPDATE|\(Prisma\.sql`FOR UPDATE/)).toEqual(["lib/platform/commands/entity.ts"]);
  });

  it("only these commands skip the permission or the audit log", () => {
    expect(stands(/\bverb: null\b(?! \|)/).filter((path) => !NO_VERB.includes(path))).toEqual([]);
    expect(stands(/\baudit: null\b(?! \|)/).sort()).toEqual(NO_AUDIT);
  });
});
