import { describe, expect, it } from "vitest";
import { ENTITY_WORDS } from "@/lib/entities/words";
import { NOTICE_KINDS, type NoticeRow, noticeText } from "./words";

const empty: NoticeRow = {
  id: "1",
  kind: "mentioned",
  at: "2014-06-02T08:00:00.000Z",
  readAt: null,
  actorName: "James Hamilton",
  subject: null,
  comment: null,
  facts: null,
};
const kpi = { type: "kpi", id: "k1", name: "Due work orders finished on time" };
const signal = { type: "signal", id: "s1", name: kpi.name };
const facts = { answerBy: "2014-06-04", cause: null, about: { type: "kpi", id: "k1" } };

describe("the words of a notice", () => {
  it("say who asks about what, until when, and link to the signal", () => {
    expect(noticeText({ ...empty, kind: "signal-asked", subject: signal, facts })).toEqual({
      text: "James Hamilton asks you about Due work orders finished on time.",
      detail: "Answer by 4 Jun 2014.",
      href: "/kpis/k1#signals",
    });
  });

  it("name the action for a signal, and the cause that was given", () => {
    const promised = { ...facts, action: "Recount the stock", dueOn: "2014-06-30" };
    expect(noticeText({ ...empty, kind: "signal-assigned", subject: signal, facts: promised })?.detail).toBe(
      "Recount the stock, due 30 Jun 2014.",
    );
    expect(noticeText({ ...empty, kind: "signal-assigned", subject: signal, facts })?.detail).toBeNull();
    expect(noticeText({ ...empty, kind: "signal-explained", subject: signal, facts: { ...facts, cause: "machine" } })?.detail).toBe(
      "Cause: machine.",
    );
  });

  it("name the records when a source has stopped", () => {
    const source = { ...signal, name: "Work orders" };
    expect(
      noticeText({ ...empty, kind: "signal-escalated", actorName: null, subject: source, facts: { ...facts, about: null } }),
    ).toMatchObject({
      text: "Work orders was not answered in time and was escalated to you.",
      href: "/signals/s1",
    });
  });

  it("quote a comment in one line of at most 160 characters", () => {
    const words = noticeText({ ...empty, comment: `first\n\nsecond ${"x".repeat(300)}`, subject: kpi });
    expect(words?.detail).toMatch(/^first second x+…$/);
    expect(words?.detail).toHaveLength(160);
    expect(words?.href).toBe("/kpis/k1#comments");
  });

  it("link an action to the thing it belongs to", () => {
    const subject = { type: "action", id: "a", name: "Recount the stock" };
    const of = (about: { type: string; id: string } | null) =>
      noticeText({ ...empty, kind: "action-assigned", subject, facts: { dueOn: "2014-06-30", about } });
    expect(of({ type: "initiative", id: "i1" })).toEqual({
      text: "James Hamilton assigned you an action: Recount the stock",
      detail: "Due 30 Jun 2014.",
      href: "/initiatives/i1",
    });
    expect(of({ type: "kpi", id: "k1" })?.href).toBe("/kpis/k1");
    expect(of(null)?.href).toBe("/");
  });

  const kinds = [...NOTICE_KINDS, ...ENTITY_WORDS.flatMap(({ notices }) => Object.keys(notices ?? {}))];
  it.each(kinds.filter((kind) => !["numbers-due", "numbers-late", "delegated", "sign-in-flood"].includes(kind)))(
    "are empty for %s if its subject may not be read",
    (kind) => expect(noticeText({ ...empty, kind })).toBeNull(),
  );
});
