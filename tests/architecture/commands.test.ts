import { describe, expect, it } from "vitest";
import { sourceFiles } from "./source-files";

const files = sourceFiles();

/** Who opens a transaction that writes, and why it is no command of a person. A folder ends with a slash. */
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
/** What is the viewer's own, or what whatever they see: no right is asked for. */
const NO_VERB = [
  "lib/people/commands/own-password.ts",
  "lib/platform/notices/commands.ts",
  "lib/settings/own.ts",
  "lib/today/defer-item.ts",
];
/** What the log is not told of: that one has read one's own notices, and that a test mail is wanted. */
const NO_AUDIT = ["lib/platform/mail/test-mail.ts", "lib/platform/notices/commands.ts"];

const stands = (pattern: RegExp) => files.filter(({ code }) => pattern.test(code)).map(({ path }) => path);
const allowedTo = (path: string) => Object.keys(WRITERS).find((at) => (at.endsWith("/") ? path.startsWith(at) : path === at));
/** Files that make commands, and those that lie where commands do. */
const commandFiles = files.filter(
  ({ path, imports }) =>
    path !== "lib/platform/commands/define-command.ts" &&
    allowedTo(path) === undefined &&
    (/^lib\/[^/]+\/(?:.+\/)?commands(?:\/|\.ts$)/.test(path) || imports.some(({ from }) => from.startsWith("lib/platform/commands/"))),
);

describe("a command has one form", () => {
  const writers = stands(/(?<!")\b(?:bulkWriting|writing)\((?!systemFor\(viewer\), \.\.\.)/).filter(
    (path) => path !== "lib/platform/db/scope.ts",
  );

  it("what writes otherwise is named here, with its reason", () => {
    expect(writers.filter((path) => allowedTo(path) === undefined)).toEqual([]);
  });
  it("and nothing is named that writes no more", () => {
    expect(Object.keys(WRITERS).filter((at) => !writers.some((path) => allowedTo(path) === at))).toEqual([]);
  });

  it.each([
    ["its audit row", /\bappendAudits?\(/],
    ["the key of a form", /\bclaimIdempotencyKey\(/],
    ["locking", /\bFOR (?:NO KEY )?UPDATE\b(?! OF \$\{Prisma\.join)/],
    ["a transaction", /\bsystemFor\(|\bbulkWriting\b|\bwriting\b/],
  ])("no file of commands does %s by hand", (_what, pattern) => {
    expect(commandFiles.length).toBeGreaterThan(30);
    expect(commandFiles.filter(({ code }) => pattern.test(code)).map(({ path }) => path)).toEqual([]);
  });

  it("rows are looked at, locked and judged again in one place", () => {
    expect(stands(/await loadAllowed\([^;]*;\s*return loadAllowed\(/)).toEqual(["lib/platform/commands/entity.ts"]);
    expect(stands(/\? Prisma\.sql`FOR UPDATE|\(Prisma\.sql`FOR UPDATE/)).toEqual(["lib/platform/commands/entity.ts"]);
  });

  it("a right or the log is left out in these places alone", () => {
    expect(stands(/\bverb: null\b(?! \|)/).filter((path) => !NO_VERB.includes(path))).toEqual([]);
    expect(stands(/\baudit: null\b(?! \|)/).sort()).toEqual(NO_AUDIT);
  });
});
