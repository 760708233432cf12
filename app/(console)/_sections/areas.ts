import type { AreaSlug } from "@/lib/areas";
import type { SectionList } from "@/lib/pages/sections/section";
import { howToRead } from "./performance/how-to-read";
import { notPlaced } from "./performance/not-placed";
import { scorecard } from "./performance/scorecard";
import { whereToLook } from "./performance/where-to-look";
import { decisions } from "./shared/decisions";
import { kpis } from "./shared/kpis";
import { money } from "./shared/money";
import { notRecorded } from "./shared/not-recorded";
import { risks } from "./shared/risks";
import { signals } from "./shared/signals";
import { statusSummary } from "./shared/status-summary";
import { workDue } from "./shared/work-due";

/** The last row of every area and department page, side by side. */
const foot = [workDue, risks, money, decisions];

/** The sections of each area, from top to bottom. To add a section, add a file next to the others and its name in one of these lists. */
export const AREA_SECTIONS: Readonly<Record<AreaSlug, SectionList>> = {
  operations: { opening: statusSummary, sections: [signals, notRecorded, kpis, foot] },
  strategy: { opening: statusSummary, sections: [signals, notRecorded, kpis, foot] },
  performance: { opening: statusSummary, sections: [{ wide: [whereToLook], narrow: [notPlaced, howToRead] }, scorecard] },
  improvement: { opening: statusSummary, sections: [signals, notRecorded, kpis, foot] },
  people: { opening: statusSummary, sections: [signals, notRecorded, kpis, foot] },
  communication: { opening: statusSummary, sections: [signals, notRecorded, kpis, foot] },
  risk: { opening: statusSummary, sections: [signals, notRecorded, kpis, foot] },
  finance: { opening: statusSummary, sections: [signals, notRecorded, kpis, foot] },
  innovation: { opening: statusSummary, sections: [signals, notRecorded, kpis, foot] },
  customer: { opening: statusSummary, sections: [signals, notRecorded, kpis, foot] },
};

/** The sections of a department's page. */
export const DEPARTMENT_SECTIONS: SectionList = { opening: statusSummary, sections: [signals, kpis, foot] };
