// The type of an installation, decided at its first start and stored with its data: the demonstration company, or a real one.
import fs from "node:fs";
import path from "node:path";
import { asSystem } from "./installation.mjs";
import { Refusal, say } from "./say.mjs";
import { root } from "./set-up.mjs";
import { runTypeScript } from "./ts-run.mjs";

const KEY = "installation";
const LOADER = "prisma/demo/load.ts";
/** The moment at which the demonstration company's records end: Monday morning. */
export const DEMO_CLOCK = "2014-06-02T08:00:00Z";
export const DEMO_PASSWORD = "touring-3000-blue-54";
export const DEMO_PEOPLE = ["coo", "ceo", "cfo", "production", "purchasing", "quality", "sales", "member", "viewer", "admin"].map(
  (name) => `${name}@adventure-works.example`,
);

const readMode = (url) =>
  asSystem(url, async (client) => (await client.query("select value from setting where key = $1", [KEY])).rows[0]?.value ?? null);
const writeMode = (url, value) =>
  asSystem(url, (client) =>
    client.query("insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value", [
      KEY,
      JSON.stringify(value),
    ]),
  );

/** The stored mode, "demonstration" or "real"; "real" if none is stored. */
export const heldMode = async ({ ownerUrl }) => (await readMode(ownerUrl))?.mode ?? "real";

/** Environment variables that make the server a demonstration, or not. */
export const modeEnvironment = (mode) => (mode === "demonstration" ? { DEMO: "1", CLOCK: DEMO_CLOCK } : { DEMO: "0" });

/**
 * "demonstration" or "real". At the first start `empty` decides; later the stored mode is used, whatever is requested. The first start of a
 * demonstration loads the company; after an interrupted start the loader runs again, and adds only what is missing.
 */
export async function settleMode(installation, { empty, environment }) {
  const held = await readMode(installation.ownerUrl);
  const mode = held?.mode ?? (empty ? "real" : "demonstration");
  if (held && empty && mode === "demonstration")
    throw new Refusal(
      `${installation.dataDir} holds the demonstration company since its first start. For an empty installation choose another directory: DATA_DIR=./my-company npm start -- --empty`,
    );
  if (!held) await writeMode(installation.ownerUrl, { mode, loaded: mode === "real" });
  if (mode === "demonstration" && !held?.loaded) {
    if (fs.existsSync(path.join(root, LOADER))) {
      say("loading the demonstration company from its records");
      await runTypeScript(LOADER, [], {
        ...environment,
        ...modeEnvironment(mode),
        DATABASE_URL: installation.workUrl,
        OWNER_DATABASE_URL: installation.ownerUrl,
      });
      await writeMode(installation.ownerUrl, { mode, loaded: true });
      say("demonstration company loaded");
    } else say("this checkout has no demonstration company to load");
  }
  return mode;
}
