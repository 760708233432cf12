// The target of a restore: an empty data directory, and an empty database if DATABASE_URL names one.
import fs from "node:fs";
import path from "node:path";
import { emptied, isEmpty } from "./empty-database.mjs";
import { RESTORING } from "./installation.mjs";
import { holder, take } from "./lock.mjs";
import { placesOf } from "./places.mjs";
import { clearLeftover } from "./postgres.mjs";
import { reachableDataDir, runAs } from "./postgres-files.mjs";
import { Refusal, say } from "./say.mjs";

const filled = (dir) => fs.existsSync(dir) && fs.readdirSync(dir).length > 0;
const nameOf = (given) => given && `${new URL(given).host}${new URL(given).pathname}`;

/** Deletes its contents, but not the directory itself: it may be a mount. */
function clear(dir) {
  if (fs.existsSync(dir)) for (const name of fs.readdirSync(dir)) fs.rmSync(path.join(dir, name), { recursive: true, force: true });
}

/**
 * The place named by the environment, or a Refusal if it holds anything. Remains of an interrupted restore do not count: `begin` removes
 * them and marks the place as being restored to; `done` removes the mark, `clear` everything that was written.
 */
export async function emptyPlace({ dataDir, given }) {
  const fresh = !fs.existsSync(dataDir);
  const { UPLOAD_DIR: uploads, AUDIT_ANCHORS: anchors } = placesOf(dataDir);
  const mark = path.join(dataDir, RESTORING);
  const running = holder(path.join(dataDir, "in-use"));
  if (running)
    throw new Refusal(
      `The installation in ${dataDir} is running (process ${running.pid}, ${running.what}). A backup is restored into an empty place: choose another with DATA_DIR.`,
    );
  const cutOff = fs.existsSync(mark) && !holder(mark) ? JSON.parse(fs.readFileSync(mark, "utf8")) : null;
  const cluster = reachableDataDir(path.join(dataDir, "postgres"), runAs());
  const leave = () => {
    if (fresh && !filled(dataDir)) fs.rmSync(dataDir, { recursive: true, force: true });
  };
  const full = cutOff ? undefined : [dataDir, cluster, uploads].find(filled);
  try {
    if (full) throw new Refusal(`${full} is not empty. A backup is restored into an empty place: choose another with DATA_DIR.`);
    if (given && (!cutOff || cutOff.database !== nameOf(given))) {
      const empty = await isEmpty(given).catch((error) => {
        throw new Refusal(`The database in DATABASE_URL cannot be reached: ${error.message || error.code}.`);
      });
      if (!empty) throw new Refusal("The database in DATABASE_URL is not empty. A backup is restored into an empty one.");
    }
  } catch (error) {
    leave();
    throw error;
  }

  const clearAll = async () => {
    if (given) await emptied(given);
    await clearLeftover(cluster);
    fs.rmSync(cluster, { recursive: true, force: true });
    clear(uploads);
    clear(dataDir); // removes the mark too
    leave();
  };
  let marked;
  return {
    places: { dataDir, uploads, anchors },
    leave,
    begin: async () => {
      if (cutOff) {
        say("removing the remains of an interrupted restore");
        await clearAll();
      }
      marked = take(mark, { what: "npm run restore", database: nameOf(given) });
      if (!marked.release) throw new Refusal(`A backup is being restored into ${dataDir} by process ${marked.heldBy.pid}.`);
    },
    done: () => marked.release(),
    clear: clearAll,
  };
}
