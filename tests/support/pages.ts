import { AREA_SECTIONS, DEPARTMENT_SECTIONS } from "@/app/(console)/_sections/areas";
import { scorecard } from "@/app/(console)/_sections/performance/scorecard";
import { signals } from "@/app/(console)/_sections/shared/signals";
import { type AreaSlug, areaOf } from "@/lib/areas";
import { readStatusSummary } from "@/lib/pages/sections/measures";
import { areaPlace, companyPlace, departmentPlace } from "@/lib/pages/sections/places";
import { type Asked, readPage, type ShownPage } from "@/lib/pages/sections/read";
import { defineSection, type PageRead, type Place, type SectionList } from "@/lib/pages/sections/section";
import type { Viewer } from "@/lib/platform/authz/viewer";

/** A whole page as it is shown, and its figures: an additional section reads them, in the same transaction. */
async function figuresOf<Figures extends object, None extends null>(
  viewer: Viewer,
  place: Place<None>,
  list: SectionList,
  asked: Asked,
  read: (page: PageRead) => Promise<Figures>,
): Promise<(Figures & { shown: ShownPage }) | null> {
  const kept: Figures[] = [];
  const figures = defineSection({
    title: "figures",
    lookingBack: "of that day",
    read: async (page) => kept.push(await read(page)),
    view: () => null,
  });
  const shown = await readPage(viewer, place, { ...list, sections: [...list.sections, figures] }, asked);
  if (shown === null) return null;
  const [own] = kept;
  if (!own) throw new Error("The page could not be read.");
  return { ...own, shown };
}

function there<T>(page: T | null): T {
  if (page === null) throw new Error("There is no such page.");
  return page;
}

const overview = async (page: PageRead) => ({
  ...(await page.measures()),
  ...(await readStatusSummary(page)),
  signals: await signals.read(page),
  name: page.subject.name,
});

export async function getArea(viewer: Viewer, slug: AreaSlug, asked: Asked = {}) {
  const area = there(areaOf(slug));
  return there(await figuresOf(viewer, areaPlace(area), AREA_SECTIONS[slug], asked, overview));
}

export const getDepartment = (viewer: Viewer, id: string, asked: Asked = {}) =>
  figuresOf(viewer, departmentPlace(id), DEPARTMENT_SECTIONS, asked, overview);

export async function getPerformance(viewer: Viewer, asOf: string | null = null) {
  const read = async (page: PageRead) => ({ ...(await page.measures()), scorecard: (await scorecard.read(page)).rows });
  return there(await figuresOf(viewer, companyPlace, AREA_SECTIONS.performance, { asOf }, read));
}
