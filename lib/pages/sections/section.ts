import "server-only";
import type { ReactNode } from "react";
import type { AsOf } from "@/lib/kpis/as-of";
import type { Viewer } from "@/lib/platform/authz/viewer";
import type { Area } from "@/lib/platform/db/generated/client";
import type { Plans } from "@/lib/platform/db/scope";
import type { Sql } from "@/lib/platform/db/sql";
import type { Measures } from "./measures";

/** What a page of sections is about, in words and as a filter. */
export type PageSubject = {
  /** over the page */
  title: string;
  /** in the sentences that speak of it */
  name: string;
  /** the page itself, as it is now */
  path: string;
  crumbs?: { label: string; href?: string }[];
  filter: { area?: Area; departmentIds?: readonly string[] };
  /** how many measures are listed at a time, those that need somebody first */
  limit: number;
  /** the same filter for the file of its tables: "area=risk" */
  exportQuery: string;
  /** a measure is listed with its department */
  showDepartment: boolean;
  /** said where no measure is */
  noMeasures: string;
  /** what belongs here and is not recorded yet; "" where nothing is missing */
  notRecorded: string;
  /** said when nothing was known of it yet on the day asked for; without a verdict the usual one is made */
  whenNothingKnown: { note: string; verdict?: string };
};

/** Where the subject of a page is found, in the page's own transaction. `None`: null where there may be none for a viewer. */
export type Place<None extends null = never> = { plans: Plans; find(sql: Sql, viewer: Viewer): Promise<PageSubject | None> };

/** What a section reads with: the page's one transaction, and the measures of the page, read once however many sections ask. */
export type PageRead = PageView & { sql: Sql; viewer: Viewer; measures(): Promise<Measures> };

/** What is drawn with. `asOf`: the day the page looks back to; null is now. */
export type PageView = { subject: PageSubject; asOf: AsOf | null };

/** A section's view has its own title too. */
type SectionView = PageView & { title: string };

/**
 * How a section behaves on a page that looks back. "of that day": it shows the data known on that day. "of now": it shows current data, and
 * the page says so next to it. `leftOut`: it is not read or shown; the string is the reason shown in its place, null shows nothing.
 */
export type LookingBack = "of that day" | "of now" | { leftOut: string | null };

/** What is drawn: on the screen; another form for a phone, or for paper, where the first does not do by its style alone. */
export type Forms = { screen: ReactNode; phone?: ReactNode; paper?: ReactNode };

type Definition<Data> = {
  /** its heading, also when it fails or is left out */
  title: string;
  lookingBack: LookingBack;
  /** one or a few statements, one after the other, in the page's transaction */
  read(page: PageRead): Promise<Data>;
  /** null: it has nothing to show here, and its place is given up */
  view(data: Data, page: SectionView): ReactNode;
  /** in place of the view on a phone */
  phone?(data: Data, page: SectionView): ReactNode;
  /** in place of the view on paper; null leaves it off the paper */
  paper?(data: Data, page: SectionView): ReactNode;
};

/** One section of a page. `prepare` reads; what it answers draws, when the transaction is over. */
export type PageSection = {
  title: string;
  lookingBack: LookingBack;
  prepare(page: PageRead): Promise<() => Forms>;
};

/** A section out of its query and its view; with the query by itself, for whoever wants the figures and not the drawing. */
export function defineSection<Data>(own: Definition<Data>): PageSection & Pick<Definition<Data>, "read"> {
  return {
    title: own.title,
    lookingBack: own.lookingBack,
    read: own.read,
    prepare: async (page) => {
      const data = await own.read(page);
      const shown = { subject: page.subject, asOf: page.asOf, title: own.title };
      return () => ({
        screen: own.view(data, shown),
        ...(own.phone && { phone: own.phone(data, shown) }),
        ...(own.paper && { paper: own.paper(data, shown) }),
      });
    },
  };
}

/** What is over the sections: counts at the right, and the sentence. `nothingNote`: nothing was known yet on the day asked for. */
export type Head = { facts: ReactNode; verdict: ReactNode; nothingNote?: string };

/** The opening of a page, made as a section is; it fails alone too. */
export type Opening = { prepare(page: PageRead): Promise<() => Head> };

export const defineOpening = <Data>(own: { read(page: PageRead): Promise<Data>; view(data: Data, page: PageView): Head }): Opening => ({
  prepare: async (page) => {
    const data = await own.read(page);
    return () => own.view(data, page);
  },
});

/** A section in the whole width; several beside each other; or a wide column and a narrow one, each of sections below each other. */
export type Entry = PageSection | readonly PageSection[] | { wide: readonly PageSection[]; narrow: readonly PageSection[] };

/** What a page shows, and in which order. */
export type SectionList = { opening: Opening; sections: readonly Entry[] };
