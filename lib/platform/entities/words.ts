import type { Verb } from "@/lib/platform/authz/policy";

/** A page or verb the palette offers to those who may do `verb` somewhere. */
export type Offer = { label: string; hint?: string; also?: string; href: string; verb?: Verb };

/** The words of one kind of thing, for screens as for the server. */
export type EntityWords = {
  /** Name of its table, of its references and of its subject in the audit log. */
  type: string;
  /** In a sentence: "decision". Over a list: "Decisions". */
  one: string;
  many: string;
  /** The page of one. */
  hrefOf: (id: string) => string;
  /** What is written of it to the audit log: "decision.ask" "asked for a decision". */
  audit: Readonly<Record<string, string>>;
  /** Its notices, by kind. */
  notices?: Readonly<Record<string, NoticeWords>>;
  /** Its lines on Today, by the kind of the row: the text before the title, the verb, and the anchor on its page where it is done. */
  waiting?: Readonly<Record<string, { lead: string; verb: string; at: string }>>;
  /** What the palette offers to do with it, and where to go. */
  offers?: { do?: readonly Offer[]; go?: readonly Offer[] };
  /** Its list, in the navigation under "Company", for who may read one somewhere. */
  listed?: { href: string; reads: Verb };
};

/** What a notice of some kind says. `name`: of what it is about. */
export type NoticeWords = (told: { actor: string; name: string }) => string;
