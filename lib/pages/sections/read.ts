import "server-only";
import { randomUUID } from "node:crypto";
import { unstable_rethrow } from "next/navigation";
import { AppError } from "@/lib/errors";
import type { AsOf } from "@/lib/kpis/as-of";
import { asOfMoment, queueIfLookingBack } from "@/lib/kpis/queries/as-of";
import { log } from "@/lib/log";
import { requestId } from "@/lib/platform/audit/request";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { isOutage, isRetryable } from "@/lib/platform/db/failures";
import { inParts, TransactionFailed } from "@/lib/platform/db/parts";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import { type Measures, readMeasures } from "./measures";
import type { Entry, Forms, Head, PageRead, PageSection, PageSubject, Place, SectionList } from "./section";

/** The day a page shows, and its first listed measure, from its address. */
export type Asked = { asOf?: string | null; from?: number };

/** A section as the page shows it. `failed`: its reference in the log. */
export type Shown = { title: string } & ({ forms: Forms; ofNow: boolean } | { leftOut: string } | { failed: string });

/** `rows`: from top to bottom, each of one or more columns; `uneven`: a wide column and a narrow one. */
export type ShownPage = {
  subject: PageSubject;
  asOf: AsOf | null;
  opening: Head | { failed: string };
  rows: { uneven: boolean; columns: Shown[][] }[];
};

type Prepared<T> = { draw: () => T } | { error: unknown };

const columnsOf = (entry: Entry): readonly (readonly PageSection[])[] =>
  "prepare" in entry ? [[entry]] : "wide" in entry ? [entry.wide, entry.narrow] : entry.map((section) => [section]);

/** Errors that concern the whole page: the database is away or asks for a retry, or the request as a whole is refused. */
function isOfThePage(error: unknown): boolean {
  if (error instanceof AppError) return error.code === "UNAVAILABLE" || error.code === "TOO_MANY";
  return error instanceof TransactionFailed || isOutage(error) || isRetryable(error);
}

/**
 * Everything a page of sections shows, now or as known on a day: one moment of the database for all of it. A section that throws is shown
 * as failed, with a reference, and logged under it; the others are shown. Null if there is no such page for the viewer. Throws UNAVAILABLE
 * if the database does not answer, TOO_MANY if too many look back.
 */
export function readPage<None extends null = never>(
  viewer: Viewer,
  place: Place<None>,
  list: SectionList,
  asked: Asked = {},
): Promise<ShownPage | None> {
  return queueIfLookingBack(viewer, asked.asOf, async () => {
    const attempt = (how: "plain" | "guarded") =>
      reading(viewer, (tx) => readAttempt(onTx(tx), how, { viewer, place, list, asked }), place.plans);
    const read = await attempt("plain").catch(async (error: unknown) => {
      if (!(error instanceof TransactionFailed)) throw error;
      // The transaction's snapshot is lost: everything is read again, each section behind a savepoint.
      log.warn({ err: error.cause, requestId: await requestId() }, "a section failed in the database; its page is read again");
      return attempt("guarded");
    });
    return read === null ? read : drawPage(read, list);
  });
}

type Read = {
  subject: PageSubject;
  asOf: AsOf | null;
  opening: Prepared<Head>;
  sections: ReadonlyMap<PageSection, Prepared<Forms>>;
};
type Wanted<None extends null> = { viewer: Viewer; place: Place<None>; list: SectionList; asked: Asked };

async function readAttempt<None extends null>(
  sql: Sql,
  how: "plain" | "guarded",
  { viewer, place, list, asked }: Wanted<None>,
): Promise<Read | None> {
  const subject = await place.find(sql, viewer);
  if (subject === null) return subject;
  const asOf = asOfMoment(asked.asOf ?? null);
  const part = inParts(sql, how);
  let measures: Promise<Measures> | undefined;
  const prepared = async <T>(from: { prepare(page: PageRead): Promise<() => T> }): Promise<Prepared<T>> => {
    try {
      const draw = await part((own) => {
        const page = { sql: own, viewer, subject, asOf };
        return from.prepare({ ...page, measures: () => (measures ??= readMeasures(page, asked.from ?? 0)) });
      });
      return { draw };
    } catch (error) {
      unstable_rethrow(error);
      if (isOfThePage(error)) throw error;
      return { error };
    }
  };
  const opening = await prepared(list.opening);
  const sections = new Map<PageSection, Prepared<Forms>>();
  for (const section of list.sections.flatMap(columnsOf).flat())
    if (asOf === null || typeof section.lookingBack === "string") sections.set(section, await prepared(section));
  return { subject, asOf, opening, sections };
}

async function drawPage({ subject, asOf, opening, sections }: Read, list: SectionList): Promise<ShownPage> {
  const reference = (await requestId()) ?? randomUUID();
  const drawn = <T>(what: string, prepared: Prepared<T>): T | { failed: string } => {
    try {
      if ("error" in prepared) throw prepared.error;
      return prepared.draw();
    } catch (error) {
      unstable_rethrow(error);
      log.error({ err: error, requestId: reference, page: subject.path, section: what }, "section failed");
      return { failed: reference };
    }
  };
  const shown = (section: PageSection): Shown[] => {
    const { title, lookingBack } = section;
    const prepared = sections.get(section);
    if (prepared === undefined) {
      const reason = typeof lookingBack === "string" ? null : lookingBack.leftOut;
      return reason === null ? [] : [{ title, leftOut: reason }];
    }
    const forms = drawn(title, prepared);
    if ("failed" in forms) return [{ title, ...forms }];
    return forms.screen === null ? [] : [{ title, forms, ofNow: asOf !== null && lookingBack === "of now" }];
  };
  const rows = list.sections.map((entry) => ({
    uneven: "wide" in entry,
    columns: columnsOf(entry)
      .map((column) => column.flatMap(shown))
      .filter((column) => column.length > 0),
  }));
  return { subject, asOf, opening: drawn("opening", opening), rows: rows.filter(({ columns }) => columns.length > 0) };
}
