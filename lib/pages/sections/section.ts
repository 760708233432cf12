import "server-only";
import type { ReactNode } from "react";
import type { AsOf } from "@/lib/kpis/as-of";
import type { Viewer } from "@/lib/platform/authz/viewer";
import type { Area } from "@/lib/platform/db/generated/client";
import type { Plans } from "@/lib/platform/db/scope";
import type { Sql } from "@/lib/platform/db/sql";
import type { Measures } from "./measures";

/** The subject of a page of sections, in words and as a filter. */
export type PageSubject = {
  /** title of the page */
  title: string;
  /** its name in sentences */
  name: string;
  /** path of the current page, without a date */
  path: string;
  crumbs?: { label: string; href?: string }[];
  filter: { area?: Area; departmentIds?: readonly string[] };
  /** number of measures listed at a time, those that need attention first */
  limit: number;
  /** the same filter for the file of its tables: "area=risk" */
  exportQuery: string;
  /** measures are listed with their department */
  showDepartment: boolean;
  /** shown if there are no measures */
  noMeasures: string;
  /** what belongs here and is not recorded yet; "" if nothing is missing */
  notRecorded: string;
  /** shown if nothing was known yet on that day; without `verdict` the usual one is made */
  whenNothingKnown: { note: string; verdict?: string };
};

/** How to find the subject of a page, in the page's own transaction. `None`: null if a viewer may have none. */
export type Place<None extends null = never> = { plans: Plans; find(sql: Sql, viewer: Viewer): Promise<PageSubject | None> };

/** Input for reading a section: the page's one transaction, and the measures of the page, read once however many sections use them. */
export type PageRead = PageView & { sql: Sql; viewer: Viewer; measures(): Promise<Measures> };

/** Input for drawing. `asOf`: the day the page looks back to; null is now. */
export type PageView = { subject: PageSubject; asOf: AsOf | null };

/** Input for a section's view, with the section's own title. */
type SectionView = PageView & { title: string };

/**
 * How a section behaves on a page that looks back. "of that day": it shows the data known on that day. "of now": it shows current data, and
 * the page says so next to it. `leftOut`: it is not read or shown; the string is the reason shown in its place, null shows nothing.
 */
export type LookingBack = "of that day" | "of now" | { leftOut: string | null };

/** The drawn forms: for the screen; and others for a phone or for paper if styles alone are not enough. */
export type Forms = { screen: ReactNode; phone?: ReactNode; paper?: ReactNode };

type Definition<Data> = {
  /** its heading, also shown if it fails or is left out */
  title: string;
  lookingBack: LookingBack;
  /** one or a few statements, one after the other, in the page's transaction */
  read(page: PageRead): Promise<Data>;
  /** null: it has nothing to show here, and takes no space */
  view(data: Data, page: SectionView): ReactNode;
  /** replaces the view on a phone */
  phone?(data: Data, page: SectionView): ReactNode;
  /** replaces the view on paper; null leaves it off the paper */
  paper?(data: Data, page: SectionView): ReactNode;
};

/** One section of a page. `prepare` reads; the function it returns draws, after the transaction. */
export type PageSection = {
  title: string;
  lookingBack: LookingBack;
  prepare(page: PageRead): Promise<() => Forms>;
};

/**
 * Makes a section from its query and its view; the query is also returned separately, for code that needs the figures without the drawing.
 */
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

/** The content above the sections: counts at the right, and the sentence. `nothingNote`: nothing was known yet on that day. */
export type Head = { facts: ReactNode; verdict: ReactNode; nothingNote?: string };

/** The top of a page, made like a section; if it fails, it fails alone too. */
export type Opening = { prepare(page: PageRead): Promise<() => Head> };

export const defineOpening = <Data>(own: { read(page: PageRead): Promise<Data>; view(data: Data, page: PageView): Head }): Opening => ({
  prepare: async (page) => {
    const data = await own.read(page);
    return () => own.view(data, page);
  },
});

/** A section at full width; several next to each other; or a wide and a narrow column, each with sections below each other. */
export type Entry = PageSection | readonly PageSection[] | { wide: readonly PageSection[]; narrow: readonly PageSection[] };

/** The content of a page, in order. */
export type SectionList = { opening: Opening; sections: readonly Entry[] };
