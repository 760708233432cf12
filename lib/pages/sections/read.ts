import "server-only";
import { randomUUID } from "node:crypto";
import { unstable_rethrow } from "next/navigation";
import { AppError } from "@/lib/errors";
import type { Known } from "@/lib/kpis/known";
import { inTurn, knownOf } from "@/lib/kpis/queries/as-known";
import { log } from "@/lib/log";
import { requestId } from "@/lib/platform/audit/request";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { isOutage, isRetryable } from "@/lib/platform/db/failures";
import { inParts, Spoiled } from "@/lib/platform/db/parts";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import { type Measures, readMeasures } from "./measures";
import type { Entry, Forms, Head, PageRead, PageSection, PageSubject, Place, SectionList } from "./section";

/** Which day a page shows, and which of its measures come first, as its address asks. */
export type Asked = { known?: string | null; from?: number };

/** A section as the page shows it. `failed`: the reference under which the log has it. */
export type Shown = { title: string } & ({ forms: Forms; ofNow: boolean } | { leftOut: string } | { failed: string });

/** `rows`: from top to bottom, each of one or more columns; `uneven`: a wide column and a narrow one. */
export type ShownPage = {
  subject: PageSubject;
  known: Known | null;
  opening: Head | { failed: string };
  rows: { uneven: boolean; columns: Shown[][] }[];
};

type Prepared<T> = { draw: () => T } | { error: unknown };

const columnsOf = (entry: Entry): readonly (readonly PageSection[])[] =>
  "prepare" in entry ? [[entry]] : "wide" in entry ? [entry.wide, entry.narrow] : entry.map((section) => [section]);

/** What is not for a section to fail with alone: the database is away or wants the same once more, or the request as a whole is refused. */
function isOfThePage(error: unknown): boolean {
  if (error instanceof AppError) return error.code === "UNAVAILABLE" || error.code === "TOO_MANY";
  return error instanceof Spoiled || isOutage(error) || isRetryable(error);
}

/**
 * Everything a page of sections shows, now or as known on a day: one moment of the database for all of it. A section that throws is shown
 * as failed, with a reference, and logged under it; the others stand. Null where there is no such page for the viewer. Throws UNAVAILABLE
 * when the database does not answer, TOO_MANY when too many look back.
 */
export function readPage<None extends null = never>(
  viewer: Viewer,
  place: Place<None>,
  list: SectionList,
  asked: Asked = {},
): Promise<ShownPage | None> {
  return inTurn(viewer, asked.known, async () => {
    const once = (how: "plain" | "guarded") =>
      reading(viewer, (tx) => readOnce(onTx(tx), how, { viewer, place, list, asked }), place.plans);
    const read = await once("plain").catch(async (error: unknown) => {
      if (!(error instanceof Spoiled)) throw error;
      // The moment is lost with the transaction: all is read again, each section behind a savepoint.
      log.warn({ err: error.cause, requestId: await requestId() }, "a section failed in the database; its page is read again");
      return once("guarded");
    });
    return read === null ? read : drawPage(read, list);
  });
}

type Read = {
  subject: PageSubject;
  known: Known | null;
  opening: Prepared<Head>;
  sections: ReadonlyMap<PageSection, Prepared<Forms>>;
};
type Wanted<None extends null> = { viewer: Viewer; place: Place<None>; list: SectionList; asked: Asked };

async function readOnce<None extends null>(
  sql: Sql,
  how: "plain" | "guarded",
  { viewer, place, list, asked }: Wanted<None>,
): Promise<Read | None> {
  const subject = await place.find(sql, viewer);
  if (subject === null) return subject;
  const known = knownOf(asked.known ?? null);
  const part = inParts(sql, how);
  let measures: Promise<Measures> | undefined;
  const prepared = async <T>(from: { prepare(page: PageRead): Promise<() => T> }): Promise<Prepared<T>> => {
    try {
      const draw = await part((own) => {
        const page = { sql: own, viewer, subject, known };
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
    if (known === null || typeof section.lookingBack === "string") sections.set(section, await prepared(section));
  return { subject, known, opening, sections };
}

async function drawPage({ subject, known, opening, sections }: Read, list: SectionList): Promise<ShownPage> {
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
    return forms.screen === null ? [] : [{ title, forms, ofNow: known !== null && lookingBack === "of now" }];
  };
  const rows = list.sections.map((entry) => ({
    uneven: "wide" in entry,
    columns: columnsOf(entry)
      .map((column) => column.flatMap(shown))
      .filter((column) => column.length > 0),
  }));
  return { subject, known, opening: drawn("opening", opening), rows: rows.filter(({ columns }) => columns.length > 0) };
}
