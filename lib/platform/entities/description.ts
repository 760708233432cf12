import "server-only";
import type { Subject, Verb } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import type { Entity } from "@/lib/platform/commands/entity";
import type { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import type { Choice } from "./choice";
import type { MakeTable } from "./table";
import type { Wanted } from "./wanted";
import type { EntityWords } from "./words";

/** How rows are found by name: expressions over `from`, which holds the condition of who may read. */
export type Searched = {
  code: Prisma.Sql;
  name: Prisma.Sql;
  /** looked through, too */
  also?: Prisma.Sql;
  /** what tells it from its like */
  hint: Prisma.Sql;
  id: Prisma.Sql;
  /** where it belongs and whose it is, for the palette that asks for one to do a verb to */
  departmentId?: Prisma.Sql;
  ownerId?: Prisma.Sql;
  companyWide?: Prisma.Sql;
  /** where it stands, for what has no page of its own */
  href?: Prisma.Sql;
  from: Prisma.Sql;
};

/** What an import did, or its undoing undoes. */
export type Written = { importId: string; fileName: string; undone: boolean };

/**
 * Called when the rows stand: throws where they may not, in whoever's name they were written, and so takes them back; notes what is noted of
 * them. Answers a sentence for whoever did it, or null.
 */
export type Guard = (written: Written) => Promise<string | null>;

/** What is computed anew after rows were written or taken back. */
export type Touched = { kpiIds?: readonly string[] };

/** What an import of it does beyond reading its columns; they are in its words. */
export type ImportHooks = {
  /** A row `t` that a row `s` of the file means although its code is another, where none has that code. */
  meant?: Prisma.Sql;
  /**
   * Finds what only the whole shows; adds to import_rejects. `mayShow`: whether the value of a field may be shown, which is the file's own or of
   * the database; without a name, whether any of the database may.
   */
  check?(sql: Sql, columnOf: (name: string) => string, mayShow: (name?: string) => boolean): Promise<void>;
  /** What the planned rows do beyond being written, as a sentence. */
  note?(sql: Sql): Promise<string | null>;
  /** Before the rows are read to be written, or are taken back; what it answers is called when that is done. */
  guard?(sql: Sql): Promise<Guard>;
  /** After the rows are written. */
  written?(sql: Sql, ids: string[]): Promise<void>;
  touched?(ids: string[]): Touched;
  /** Besides its columns, what shows that a row `t` was changed after its import. */
  changedSince?: Prisma.Sql;
  /** Rows that would go, or columns that would be emptied, without a word when one is deleted: an import in use is not undone. */
  usedBy?: readonly [table: string, column: string][];
  /** Takes back what an import added, where it is not deleted. */
  takeBack?(sql: Sql, importId: string, at: Date): Promise<{ removed: number; touched: Touched }>;
};

/**
 * What waits on Today for these people (the viewer, and whom they stand in for), as rows of section ("decisions", "overdue"), kind (a key
 * of `waiting` in its words), id, version, title, code, owner_id, department_id, due_on, page (a Reference as JSON: whose page is opened).
 */
export type Waiting = {
  rows: (viewer: Viewer, own: readonly string[]) => Prisma.Sql;
  /** that the thing of this id still waits, for what was deferred; always, where nothing is said */
  open?: (id: Prisma.Sql) => Prisma.Sql;
};

/**
 * What a field with suggestions offers: at most OFFERED, only what the viewer may choose or see. `department`: where the field is about
 * something of one.
 */
export type Choose = (viewer: Viewer, wanted: Wanted, department: string | null) => Promise<Choice[]>;

/** What keeps a department or a position from being closed as long as there is any. Only its number is told, to whoever administers them. */
export type Held = {
  in: "department" | "position";
  /** what the pages that show the number call it */
  name: string;
  /** its place in the sentence */
  place: number;
  one: string;
  many: string;
  /** FROM and WHERE of those in the department or position of this id */
  from: (id: Prisma.Sql) => Prisma.Sql;
};

/**
 * One kind of thing, described once, in lib/<feature>/entity.ts or lib/<feature>/<nouns>/entity.ts: search, palette, export, Today, comments, fields,
 * notices and the audit log read it. lib/entities/index.ts lists them all and is made from the files there are.
 */
export type EntityDescription<Row extends Subject & { id: string } = Subject & { id: string }> = {
  words: EntityWords;
  /** Who may read one. */
  reads: Verb;
  /** How a row is loaded, named and judged by commands. */
  commands?: Entity<Row>;
  /** Its name by its id, under the reader's row policies: null where they may not read it. */
  named?: (id: Prisma.Sql) => Prisma.Sql;
  /** What its notices say besides its name, as JSON of Facts, under the same policies. */
  noticed?: (id: Prisma.Sql, viewer: Viewer) => Prisma.Sql;
  /** People comment on it. */
  comments?: Entity<Row>;
  /** @param verb what the palette asks one for, if anything */
  search?: (viewer: Viewer, verb: Verb | undefined) => Searched;
  /** Its files, by the name of the route: /api/export/<name>. */
  exported?: Readonly<Record<string, MakeTable>>;
  /** In whose name a file of it is imported, or an import undone. */
  imported?: (actor: Viewer | "system") => ImportHooks;
  waiting?: Waiting;
  held?: readonly Held[];
  /** What fields about it can offer, by the name they request it by at /api/choices. */
  choices?: Readonly<Record<string, Choose>>;
};
