import type { Verb } from "@/lib/platform/authz/policy";
import type { ImportWords } from "./import-words";
import type { Reference } from "./reference";

/** A page or verb the palette offers to those who may do `verb` somewhere. */
export type Offer = { label: string; hint?: string; also?: string; href: string; verb?: Verb };

/** What can be begun about a thing of these types, on its page. @param hrefOf takes it as forms carry it: "kpi:01a2..." */
type OfferAbout = { label: string; types: readonly string[]; verb: Verb; hrefOf: (subject: string) => string };

/** A line of Today. `as`: "task" leads to the place `at` of its page, where the verb is; "work" is done or deferred in place; "proposal" is decided. */
export type WaitingLine = { lead: string; as?: "task" | "work" | "proposal"; verb?: string; at?: string };

/** The words of one kind of thing, for screens as for the server. */
export type EntityWords = {
  /** Name of its table, of its references and of its subject in the audit log. */
  type: string;
  /** In a sentence: "decision". Over a list: "Decisions". */
  one: string;
  many: string;
  /** The page of one, for what has one. */
  hrefOf?: (id: string) => string;
  /** What is written of it to the audit log: "decision.ask" "asked for a decision". */
  audit: Readonly<Record<string, string>>;
  /** Its notices, by kind. */
  notices?: Readonly<Record<string, NoticeWords>>;
  /** Its lines on Today, by the kind of the row. */
  waiting?: Readonly<Record<string, WaitingLine>>;
  /** What the palette offers to do with it, and where to go; what other pages offer. */
  offers?: { do?: readonly Offer[]; go?: readonly Offer[]; about?: OfferAbout };
  /** Its list, in the navigation under "Company", for who may read one somewhere. */
  listed?: { href: string; reads: Verb };
  /** Its place among the kinds that search lists. */
  found?: number;
  /** How a file of it is read. */
  imported?: ImportWords;
};

/** What a notice knows of what it is about. `about`: what that belongs to, whose page is opened in its stead. */
export type Facts = { about?: Reference | null } & Readonly<Record<string, unknown>>;
/** `actor`: null for the rules and the clock. */
export type Noticed = { actor: string | null; who: string; name: string; facts: Facts };
/** One sentence, what it adds (a quotation, a date), and the place on the page it leads to. */
export type NoticeWords = (noticed: Noticed) => { text: string; detail?: string | null; at?: string };
