declare const verified: unique symbol;

/**
 * The viewer's data that the database's row-level policies need. Branded: made with the viewer (lib/platform/authz/viewer.ts) from database
 * rows, never from a request.
 */
export type Reader = Readonly<{
  personId: string;
  /** Departments whose business figures they may read. */
  readable: readonly string[];
  /** Has a business grant on the root and reads every department. */
  everything: boolean;
  /** Has any business grant, so reads company-wide rows. */
  business: boolean;
  administrator: boolean;
  [verified]: true;
}>;
