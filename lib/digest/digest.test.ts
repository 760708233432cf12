import { describe, expect, it } from "vitest";
import { type DigestWish, digestMail, isDigestDue, isQuiet } from "./digest";

const wish = (more: Partial<DigestWish> = {}): DigestWish => ({
  digest: "workdays",
  digestHour: 7,
  quietFrom: null,
  quietTo: null,
  digestOn: null,
  ...more,
});
const monday = (hour: number) => ({ day: "2014-06-02", hour, weekday: 1 });
const hours = (w: DigestWish, weekday = 1) =>
  Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => isDigestDue(w, { day: "2014-06-02", hour, weekday }));

describe("when", () => {
  it("from the wished hour to the end of the day", () => expect(hours(wish({ digestHour: 21 }))).toEqual([21, 22, 23]));
  it("once a day", () => {
    expect(isDigestDue(wish({ digestOn: "2014-06-02" }), monday(9))).toBe(false);
    expect(isDigestDue(wish({ digestOn: "2014-06-01" }), monday(9))).toBe(true);
  });
  it("on a Saturday only for who wants it daily, and never when it is off", () => {
    expect(hours(wish(), 6)).toEqual([]);
    expect(hours(wish({ digest: "daily" }), 6)[0]).toBe(7);
    expect(hours(wish({ digest: "off" }))).toEqual([]);
  });
  it("an hour inside the quiet ones waits for their end", () => {
    expect(hours(wish({ quietFrom: 18, quietTo: 9 }))).toEqual([9, 10, 11, 12, 13, 14, 15, 16, 17]);
    expect(hours(wish({ digestHour: 20, quietFrom: 18, quietTo: 8 }))[0]).toBe(8);
    expect(hours(wish({ digestHour: 13, quietFrom: 12, quietTo: 14 }))[0]).toBe(14);
  });
  it("quiet hours run over midnight", () => {
    const quiet = { quietFrom: 20, quietTo: 6 };
    expect([19, 20, 23, 0, 5, 6].map((hour) => isQuiet(hour, quiet))).toEqual([false, true, true, true, true, false]);
  });
});

const NOTHING = { signals: { rows: [], total: 0 }, decisions: { rows: [], total: 0 }, numbers: [], notices: [] };

it("nothing to tell is no mail", () => expect(digestMail(NOTHING, "2014-06-02", "https://coo.example")).toBeNull());

it("counts in the subject, whole addresses in the links, the way out at the end", () => {
  const mail = digestMail(
    {
      signals: { rows: [{ name: "Scrap rate", answerBy: "2014-06-04", path: "/kpis/1" }], total: 1 },
      decisions: { rows: [{ name: "Decide: D-1 Buy it?", detail: "Sales · by Wed 4 June", path: "/decisions/1#decide" }], total: 1 },
      numbers: [
        { name: "Headcount", period: "May 2014", dueOn: "2014-06-01", late: true },
        { name: "Overtime", period: "May 2014", dueOn: "2014-06-05", late: false },
      ],
      notices: [{ text: "Ann mentioned you.", detail: "“look”", path: "/kpis/2" }],
    },
    "2014-06-02",
    "https://coo.example",
  );
  expect(mail?.subject).toBe("1 signal, 1 decision, 1 late number, 1 number due, 1 notice on 2 Jun 2014");
  expect(mail?.content.sections.map((s) => s.heading)).toEqual([
    "Signals to answer",
    "Decisions waiting for you",
    "Numbers that are late",
    "Numbers that are due",
    "Notifications",
  ]);
  expect(mail?.content.sections[0]?.items).toEqual([
    { text: "Scrap rate", href: "https://coo.example/kpis/1", detail: "answer by 4 Jun 2014" },
  ]);
  expect(mail?.content.sections[1]?.items).toEqual([
    { text: "Decide: D-1 Buy it?", href: "https://coo.example/decisions/1#decide", detail: "Sales · by Wed 4 June" },
  ]);
  expect(mail?.content.footLink?.href).toBe("https://coo.example/settings/account#digest");
});

it("a long list says how many more, and the subject how many there are, however few were read", () => {
  const rows = Array.from({ length: 20 }, (_, n) => ({ name: `Decision ${n}`, detail: null, path: "/" }));
  const mail = digestMail({ ...NOTHING, decisions: { rows, total: 431 } }, "2014-06-02", "https://coo.example");
  const items = mail?.content.sections[0]?.items;
  expect(items).toHaveLength(21);
  expect(items?.at(-1)?.text).toBe("and 411 more");
  expect(mail?.subject).toBe("431 decisions on 2 Jun 2014");
});
