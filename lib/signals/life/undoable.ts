export const UNDO_MINUTES = 10;
/** Steps that leave nothing behind when they are taken back. A new level is changed by its annotation. */
export const UNDOABLE: readonly string[] = [
  "acknowledged",
  "asked",
  "asked-again",
  "explained",
  "accepted",
  "assigned",
  "left",
  "escalated",
];
