// Where an installation stores its files outside the database.
import path from "node:path";

/** Environment variables with these places: the configured ones, otherwise places in the data directory. */
export const placesOf = (dataDir) => ({
  UPLOAD_DIR: process.env.UPLOAD_DIR || path.join(dataDir, "uploads"),
  AUDIT_ANCHORS: process.env.AUDIT_ANCHORS || path.join(dataDir, "audit-anchors.jsonl"),
});
