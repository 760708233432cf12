import fs from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createSchemaEngine } from "../../scripts/schema-engine.mjs";
import { owner } from "../support/audit";

const PRISMA = path.resolve(import.meta.dirname, "../../prisma");
const models = ["schema.prisma", ...fs.readdirSync(path.join(PRISMA, "models")).map((name) => `models/${name}`)].map((name) => ({
  path: path.join(PRISMA, name),
  content: fs.readFileSync(path.join(PRISMA, name), "utf8"),
}));
const engine = await createSchemaEngine({ url: process.env.ADMIN_DATABASE_URL ?? "" });
afterAll(async () => {
  await engine.close();
  await owner.end();
});

/**
 * The statements Prisma would need to make the migrated database match the models, from its own `migrate diff`, which compares tables,
 * columns, types, nullability, defaults, keys, uniques, indexes and enums. Checks, triggers and policies are only in the migrations.
 */
async function differences(files = models): Promise<string[]> {
  const { stdout }: { stdout: string | null } = await engine.diff({
    from: { tag: "schemaDatasource", files, configDir: PRISMA },
    to: { tag: "schemaDatamodel", files },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  const statements = (stdout ?? "").replace(/^--.*$/gm, "").split(";");
  return statements.map((one) => one.replace(/\s+/g, " ").trim()).filter((one) => one !== "");
}

/** Foreign keys without a relation in the models, because no query follows them: the columns contain plain ids. */
const UNDRAWN: Readonly<Record<string, readonly string[]>> = {
  action: ["comment_id", "signal_id"],
  comment: ["resolved_by_id"],
  comment_mention: ["person_id"],
  decision: ["asked_by_id", "chosen_option_id", "decided_by_id", "department_id", "holds_kpi_id", "owner_id", "scored_by_id"],
  decision_past: ["row_id"],
  deferral: ["person_id"],
  delegation: ["created_by_id", "deputy_id", "person_id"],
  initiative: ["signal_id"],
  kpi_past: ["kpi_id"],
  kpi_watch: ["kpi_id", "person_id"],
  notification: ["actor_id", "person_id"],
  person_setting: ["person_id"],
  position_past: ["holder_id", "position_id"],
  signal: ["asked_by_id", "department_id", "escalated_to_id", "owner_id", "record_kind_id", "waits_for_id"],
  signal_event: ["action_id", "actor_id", "department_id", "initiative_id", "person_id"],
  upload: ["import_id", "uploaded_by_id"],
};
const KNOWN = [
  ...Object.entries(UNDRAWN).flatMap(([table, columns]) =>
    columns.map((column) => `ALTER TABLE "${table}" DROP CONSTRAINT "${table}_${column}_fkey"`),
  ),
  // The end of the audit chain: only the log's own role reads and writes it.
  'DROP TABLE "audit_head"',
];

it("the models match the migrations, except for the listed differences", async () => {
  expect((await differences()).toSorted()).toEqual(KNOWN.toSorted());
});

const more = async (files = models) => (await differences(files)).filter((one) => !KNOWN.includes(one));

describe("a difference is detected", () => {
  const MODELS: readonly [string, string, RegExp, string, RegExp][] = [
    ["a column", "deferral", /^ {2}item .*$/m, "$&\n  mood String", /^ALTER TABLE "deferral" ADD COLUMN "mood" TEXT NOT NULL$/],
    ["a type", "signal_event", /^( {2}dueAt .*)Timestamptz\(3\)/m, "$1Timestamptz(6)", /^ALTER TABLE "signal_event" ALTER COLUMN "due_at"/],
    ["what may be missing", "signal_event", /^ {2}before .*Json\?/m, "  before Json", /ALTER COLUMN "before" SET NOT NULL/],
    ["a default", "upload", /@default\("new"\)/, "", /^ALTER TABLE "upload" ALTER COLUMN "state" DROP DEFAULT$/],
    ["a key", "kpi_watch", /@@id\(\[personId, kpiId\]\)/, "@@id([kpiId, personId])", /^ALTER TABLE "kpi_watch" DROP CONSTRAINT/],
    ["an index", "kpi_watch", /^ {2}@@index.*$/m, "", /^DROP INDEX "kpi_watch_kpi"$/],
  ];
  it.each(MODELS)("in the models: %s of %s", async (_, table, was, now, found) => {
    // Only in the model with that name.
    const files = models.map(({ path: at, content }) => ({
      path: at,
      content: content.replace(/^model \w+ \{.*?^\}/gms, (model) =>
        model.includes(`@@map("${table}")`) ? model.replace(was, now) : model,
      ),
    }));
    expect(files).not.toEqual(models);
    expect(await more(files)).toContainEqual(expect.stringMatching(found));
  });

  it.each([
    ["a table", "CREATE TABLE more (id int PRIMARY KEY)", "DROP TABLE more", /^DROP TABLE "more"$/],
    ["a column", "ALTER TABLE deferral ADD more int", "ALTER TABLE deferral DROP more", /^ALTER TABLE "deferral" DROP COLUMN "more"$/],
    [
      "what may be missing",
      "ALTER TABLE upload ALTER size DROP NOT NULL",
      "ALTER TABLE upload ALTER size SET NOT NULL",
      /^ALTER TABLE "upload" ALTER COLUMN "size" SET NOT NULL$/,
    ],
    [
      "a type",
      "ALTER TABLE upload ALTER failure TYPE varchar(100)",
      "ALTER TABLE upload ALTER failure TYPE text",
      /^ALTER TABLE "upload" ALTER COLUMN "failure" SET DATA TYPE TEXT$/,
    ],
    ["a unique", "CREATE UNIQUE INDEX more ON deferral (until)", "DROP INDEX more", /^DROP INDEX "more"$/],
    [
      "a reference",
      "ALTER TABLE audit_event ADD CONSTRAINT more FOREIGN KEY (department_id) REFERENCES department (id)",
      "ALTER TABLE audit_event DROP CONSTRAINT more",
      /^ALTER TABLE "audit_event" DROP CONSTRAINT "more"$/,
    ],
  ])("in the database: %s", async (_, change, back, found) => {
    await owner.query(change);
    try {
      expect(await more()).toEqual([expect.stringMatching(found)]);
    } finally {
      await owner.query(back);
    }
    expect(await more()).toEqual([]);
  });
});
