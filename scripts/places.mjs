// Where an installation keeps what is outside its database.
import path from "node:path";

/** The environment that names them: what is configured, else a place in the data directory. */
export const placesOf = (dataDir) => ({
  UPLOAD_DIR: process.env.UPLOAD_DIR || path.join(dataDir, "uploads"),
  AUDIT_ANCHORS: process.env.AUDIT_ANCHORS || path.join(dataDir, "audit-anchors.jsonl"),
});
