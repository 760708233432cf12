/** `headings`: how files name the column, or the key of such a list that many kinds of things share (lib/imports/map/heading-words.ts). */
export type Asked = { headings: string | readonly string[]; hint?: string };

/** How one field of an entity is read and where it is kept. `column` is the column of its table. */
export type EntityColumn = {
  column: string;
  label: string;
  required?: true;
  /** Taken when the cell is empty or the file lacks the column and the row is new. */
  otherwise?: string | number | boolean;
  /** How a person is asked for it when a file is mapped; left out: a mapping may still name it. */
  asked?: Asked;
} & (
  | { type: "text"; max: number; form?: RegExp; formReason?: string; lower?: true }
  | { type: "number"; whole?: { least: number; most: number }; decimals?: number }
  | { type: "date" }
  | { type: "boolean" }
  | { type: "choice"; choices: readonly string[] }
  | { type: "choices"; choices: readonly string[] }
  | { type: "json" }
  /** The code of a row of that table. `self`: it may also be in the same file, and all are a tree. `named`: its name does, too, where one row alone has it. */
  | { type: "reference"; table: "department" | "person" | "position" | "record_kind"; what: string; self?: true; named?: true }
  /** Text that is no column of the table: the hooks of the target put it where it belongs. */
  | { type: "aside"; max: number }
);

export type EntitySpec = {
  table: string;
  /** By the name a mapping calls them. "code" is the natural key. */
  columns: Record<string, EntityColumn>;
  /** Set whatever the file says: what is in a file is not archived. */
  always: Record<string, null>;
  /** What a new row has beside its columns. */
  fresh?: Record<string, string | number | boolean>;
};

/** The columns of its table that a file writes. */
export const columnsOf = ({ columns, always }: EntitySpec): string[] => [
  ...Object.values(columns).flatMap((c) => (c.type === "aside" ? [] : [c.column])),
  ...Object.keys(always),
];

type FileColumn = { header: string; type: "text" | "number" | "date" | "boolean"; unique: boolean };

/** What a file looks like: its headings by the key of such a list as above, and what its columns hold. */
export type FileLook = {
  columns: number;
  dates: number;
  numbers: number;
  /** the heading of the first column that holds e-mail addresses, quoted */
  mail: string | null;
  has(key: string, fits?: (column: FileColumn) => boolean): boolean;
  /** a heading is one of these words alone */
  exactly(key: string): boolean;
  /** 1 if its name has one of these words, otherwise 0 */
  named(...words: string[]): number;
};

/** The likelier, the higher. `why` is shown. */
export type Recognised = { score: number; why: string };

/** A kind of thing that a file can be imported into. */
export type ImportWords = EntitySpec & {
  /** what mappings and imports call it: "decisions" */
  target: string;
  /** Its place among all targets that are offered; lib/imports/map/target-fields.ts has those of values. */
  place: number;
  /**
   * A file is taken for one when its headings are exactly those of `least` of these columns; words in its name count, too. Or by more than
   * its headings: null where it is none. `rank`: which is offered first of two that are as likely.
   */
  recognised: { rank: number } & (
    | { by: readonly string[]; least: number; file: readonly string[]; why: string }
    | { look: (file: FileLook) => Recognised | null }
  );
  /** The page that shows what was imported; left out: that of its list. */
  shownAt?: string;
};
