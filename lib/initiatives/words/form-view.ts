import { daysBetween, type IsoDate } from "@/lib/calendar/dates";
import { dayOf, weekdayOf } from "./phrases";

type Shown = {
  version: number;
  title: string;
  summary: string;
  kind: string;
  area: string;
  departmentId: string;
  ownerId: string;
  stage: string;
  dueOn: string;
  updateEveryDays: number;
};

/** The record's values as the form shows them. */
export const shownOf = (row: Shown): Record<string, string> => ({
  version: String(row.version),
  title: row.title,
  summary: row.summary,
  kind: row.kind,
  area: row.area,
  departmentId: row.departmentId,
  ownerId: row.ownerId,
  stage: row.stage,
  dueOn: row.dueOn,
  updateEveryDays: String(row.updateEveryDays),
});

type Promised = {
  id: string;
  title: string;
  ownerName: string;
  dueOn: IsoDate;
  doneOn: IsoDate | null;
  version: number;
  mayComplete: boolean;
};

/** An action in a list: "due Fri 6 June", "done 2 June", days late if it is open and past due. */
export function actionItem({ id, title, ownerName, dueOn, doneOn, version, mayComplete }: Promised, today: IsoDate) {
  const lateDays = doneOn === null && dueOn < today ? daysBetween(dueOn, today) : null;
  const whenText = doneOn === null ? `due ${weekdayOf(dueOn, today)}` : `done ${dayOf(doneOn, today)}`;
  return { id, title, ownerName, whenText, done: doneOn !== null, lateDays, version, mayComplete };
}
