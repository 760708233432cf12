declare const verified: unique symbol;

/**
 * For whom the row-level policies of the database answer: what of a viewer they are told. Branded: made with the viewer
 * (lib/platform/authz/viewer.ts), from rows of the database, never from a request.
 */
export type Reader = Readonly<{
  personId: string;
  /** Departments whose business figures they may read. */
  readable: readonly string[];
  /** A business grant on the root: reads every department. */
  everything: boolean;
  /** Holds any business grant: reads what is company-wide. */
  business: boolean;
  administrator: boolean;
  [verified]: true;
}>;
