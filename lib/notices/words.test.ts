import { describe, expect, it } from "vitest";
import { NOTICE_KINDS, type NoticeRow, noticeText } from "./words";

const empty: NoticeRow = {
  id: "1",
  kind: "mentioned",
  at: "2014-06-02T08:00:00.000Z",
  readAt: null,
  actorName: "James Hamilton",
  kpi: null,
  signal: null,
  comment: null,
  initiative: null,
  action: null,
  subject: null,
};
const kpi = { id: "k1", code: "PRC-01", name: "Due work orders finished on time" };
const signal = { id: "s1", answerBy: "2014-06-04", source: null, cause: null };

describe("the words of a notice", () => {
  it("say who asks about what, until when, and lead to the signal", () => {
    expect(noticeText({ ...empty, kind: "signal-asked", kpi, signal })).toEqual({
      text: "James Hamilton asks you about Due work orders finished on time.",
      detail: "Answer by 4 Jun 2014.",
      href: "/kpis/k1#signals",
    });
  });

  it("name the records when a source has stopped", () => {
    const source = { ...signal, source: "Work orders" };
    expect(noticeText({ ...empty, kind: "signal-escalated", actorName: null, signal: source })).toMatchObject({
      text: "Work orders was not answered in time and was escalated to you.",
      href: "/signals/s1",
    });
  });

  it("quote a comment in one line of at most 160 characters", () => {
    const comment = { id: "c", body: `first\n\nsecond ${"x".repeat(300)}` };
    const words = noticeText({ ...empty, comment, subject: { type: "kpi", id: "k1", name: kpi.name } });
    expect(words?.detail).toMatch(/^first second x+…$/);
    expect(words?.detail).toHaveLength(160);
    expect(words?.href).toBe("/kpis/k1#comments");
  });

  it("lead an action to its initiative first, then to its KPI", () => {
    const action = { id: "a", title: "Recount the stock", dueOn: "2014-06-30", kpiId: "k1", initiativeId: "i1" };
    expect(noticeText({ ...empty, kind: "action-assigned", action })).toEqual({
      text: "James Hamilton assigned you an action: Recount the stock",
      detail: "Due 30 Jun 2014.",
      href: "/initiatives/i1",
    });
    expect(noticeText({ ...empty, kind: "action-assigned", action: { ...action, initiativeId: null } })?.href).toBe("/kpis/k1");
  });

  it.each(NOTICE_KINDS.filter((kind) => !["numbers-due", "numbers-late", "delegated", "sign-in-flood"].includes(kind)))(
    "are none for %s when what it is about may not be read",
    (kind) => expect(noticeText({ ...empty, kind })).toBeNull(),
  );
});
